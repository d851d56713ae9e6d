using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Grlm;

/// <summary>
/// The term IDs of a whole catalogue, both ways: item to TID and TID to items. Terms are interned: within a library a term is a number.
/// Two items with one TID are a <em>collision</em>. An item may have no TID: nothing that is generated can lead to it.
/// Immutable and safe for concurrent reads.
/// </summary>
public sealed class TermLibrary
{
    private const int NoTerm = -1;
    private const int VersionDigits = 12;

    private readonly string[] _terms;
    private readonly Dictionary<string, int> _termIndex = new(StringComparer.Ordinal);
    private readonly int[] _itemTerms;

    /// <param name="termIds">The TID of every item in catalogue order, all of one length; null for an item that has none.</param>
    /// <exception cref="ArgumentException">No item has a TID, their lengths differ, or they are empty.</exception>
    public TermLibrary(IReadOnlyList<TermId?> termIds)
    {
        ArgumentNullException.ThrowIfNull(termIds);
        Length = termIds.FirstOrDefault(termId => termId is not null)?.Terms.Length ?? 0;
        if (Length == 0)
        {
            throw new ArgumentException("A term library has at least one item with a TID, and a TID has at least one term.", nameof(termIds));
        }

        ItemCount = termIds.Count;
        _itemTerms = new int[ItemCount * Length];
        Array.Fill(_itemTerms, NoTerm);
        for (var item = 0; item < ItemCount; item++)
        {
            if (termIds[item] is not { } termId)
            {
                continue;
            }

            if (termId.Terms.Length != Length)
            {
                throw new ArgumentException($"Item {item} has {termId.Terms.Length} terms where others have {Length}.", nameof(termIds));
            }

            for (var slot = 0; slot < Length; slot++)
            {
                _itemTerms[(item * Length) + slot] = Intern(termId.Terms[slot]);
            }
        }

        _terms = new string[_termIndex.Count];
        foreach (var (term, number) in _termIndex)
        {
            _terms[number] = term;
        }

        Trie = new TermTrie(_itemTerms, Length, _terms.Length);
        Version = HashOf(termIds);
    }

    /// <summary>Number of terms in a TID.</summary>
    public int Length { get; }

    /// <summary>Number of items in the catalogue, with a TID or without.</summary>
    public int ItemCount { get; }

    /// <summary>The distinct terms, in the order of their first use; the place of a term is its number.</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>The prefixes of the TIDs.</summary>
    public TermTrie Trie { get; }

    /// <summary>What tells two libraries apart: the first twelve hexadecimal digits of SHA-256 over the TIDs in item order.</summary>
    public string Version { get; }

    /// <summary>Whether an item has a TID.</summary>
    public bool HasTermId(int item) => _itemTerms[item * Length] != NoTerm;

    /// <summary>The term numbers of one item, in slot order; empty where it has no TID.</summary>
    public ReadOnlySpan<int> TermsOf(int item) => HasTermId(item) ? _itemTerms.AsSpan(item * Length, Length) : [];

    /// <summary>The TID of one item; null where it has none.</summary>
    public TermId? TermIdOf(int item)
    {
        if (!HasTermId(item))
        {
            return null;
        }

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
        ArgumentNullException.ThrowIfNull(termId);
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

    /// <summary>The library of the first terms of each TID: more items collide in it.</summary>
    /// <param name="length">Number of terms, 1 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The TIDs have fewer terms.</exception>
    public TermLibrary Take(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return length == Length
            ? this
            : new TermLibrary([.. Enumerable.Range(0, ItemCount).Select(item => TermIdOf(item) is { } termId ? new TermId(termId.Terms[..length]) : null)]);
    }

    private static string HashOf(IReadOnlyList<TermId?> termIds)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var termId in termIds)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{termId}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..VersionDigits];
    }

    private int Intern(string term)
    {
        if (!_termIndex.TryGetValue(term, out var number))
        {
            _termIndex.Add(term, number = _termIndex.Count);
        }

        return number;
    }
}
