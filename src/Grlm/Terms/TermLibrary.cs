using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// The term IDs of a whole catalogue, both ways: item to TID and TID to items. Terms are interned: within a library a term is a number.
/// Two items with one TID are a <em>collision</em>. Immutable and safe for concurrent reads.
/// </summary>
public sealed class TermLibrary
{
    private readonly string[] _terms;
    private readonly Dictionary<string, int> _termIndex;
    private readonly int[] _itemTerms;

    /// <param name="termIds">The TID of every item, in catalogue order; all of one length.</param>
    /// <exception cref="ArgumentException">There is no TID at all, or their lengths differ.</exception>
    public TermLibrary(IReadOnlyList<TermId> termIds)
    {
        ArgumentNullException.ThrowIfNull(termIds);
        if (termIds.Count == 0)
        {
            throw new ArgumentException("A term library has at least one item.", nameof(termIds));
        }

        Length = termIds[0].Terms.Length;
        ItemCount = termIds.Count;
        _itemTerms = new int[ItemCount * Length];
        _termIndex = new Dictionary<string, int>(StringComparer.Ordinal);
        var terms = new List<string>();
        for (var item = 0; item < ItemCount; item++)
        {
            var termId = termIds[item];
            if (termId.Terms.Length != Length)
            {
                throw new ArgumentException($"Item {item} has {termId.Terms.Length} terms where item 0 has {Length}.", nameof(termIds));
            }

            for (var slot = 0; slot < Length; slot++)
            {
                var term = termId.Terms[slot];
                if (!_termIndex.TryGetValue(term, out var index))
                {
                    _termIndex.Add(term, index = terms.Count);
                    terms.Add(term);
                }

                _itemTerms[(item * Length) + slot] = index;
            }
        }

        _terms = [.. terms];
        Trie = new TermTrie(_itemTerms, Length, _terms.Length);
    }

    /// <summary>Number of terms in a TID.</summary>
    public int Length { get; }

    /// <summary>Number of items.</summary>
    public int ItemCount { get; }

    /// <summary>The distinct terms, in the order of their first use; the place of a term is its number.</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>The prefixes of the TIDs.</summary>
    public TermTrie Trie { get; }

    /// <summary>The term numbers of one item, in slot order.</summary>
    public ReadOnlySpan<int> TermsOf(int item) => _itemTerms.AsSpan(item * Length, Length);

    /// <summary>The TID of one item.</summary>
    public TermId TermIdOf(int item)
    {
        var builder = ImmutableArray.CreateBuilder<string>(Length);
        foreach (var term in TermsOf(item))
        {
            builder.Add(_terms[term]);
        }

        return new TermId(builder.MoveToImmutable());
    }

    /// <summary>Finds the number of a term.</summary>
    public bool TryGetTerm(string term, out int number) => _termIndex.TryGetValue(term, out number);

    /// <summary>The items whose TID is exactly this one, in catalogue order; empty where there is none (direct mapping).</summary>
    public ReadOnlySpan<int> ItemsOf(TermId termId)
    {
        if (termId.Terms.Length != Length)
        {
            return [];
        }

        var node = TermTrie.Root;
        foreach (var term in termId.Terms)
        {
            if (!_termIndex.TryGetValue(term, out var number) || !Trie.TryGetChild(node, number, out node))
            {
                return [];
            }
        }

        return Trie.ItemsBelow(node);
    }
}
