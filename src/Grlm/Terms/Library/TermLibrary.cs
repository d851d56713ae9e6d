using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// Holds the term IDs of a whole catalogue, both ways: item to TID and TID to items. Terms are interned: within a library a term is a
/// number. Two items with one TID are a <em>collision</em>. An item may have no TID: nothing that is generated can lead to it. Immutable
/// and safe for concurrent reads.
/// </summary>
public sealed class TermLibrary
{
    private readonly InternedTerms _terms;
    private readonly ReadOnlyMemory<int> _itemTerms;
    private readonly Lazy<TermTrie> _trie;

    /// <param name="termIds">The TID of every item in catalogue order, all of one length; null for an item that has none.</param>
    /// <exception cref="ArgumentException">No item has a TID, their lengths differ, or they are empty.</exception>
    public TermLibrary(IReadOnlyList<TermId?> termIds)
        : this(PackedLibrary.Of(termIds))
    {
    }

    /// <param name="packed">What was packed before.</param>
    internal TermLibrary(PackedLibrary packed)
    {
        (_terms, _itemTerms, Length, Version, Packed) = (packed.Terms, packed.ItemTerms, packed.Length, packed.Version, packed);
        ItemCount = _itemTerms.Length / Length;
        _trie = new Lazy<TermTrie>(() => new TermTrie(_itemTerms, Length, packed.Buckets.Items));
    }

    /// <summary>Gets the number of terms in a TID.</summary>
    public int Length { get; }

    /// <summary>Gets the number of items in the catalogue, with a TID or without.</summary>
    public int ItemCount { get; }

    /// <summary>Gets the distinct terms, in the order of their first use; the place of a term is its number.</summary>
    public IReadOnlyList<string> Terms => _terms;

    /// <summary>Gets the prefixes of the TIDs; made when first asked for.</summary>
    public TermTrie Trie => _trie.Value;

    /// <summary>Gets what tells two libraries apart: the first twelve hexadecimal digits of SHA-256 over the TIDs in item order.</summary>
    public string Version { get; }

    /// <summary>Gets what it is made of.</summary>
    internal PackedLibrary Packed { get; }

    /// <summary>Tells whether an item has a TID.</summary>
    public bool HasTermId(int item) => _itemTerms.Span[item * Length] != PackedLibrary.NoTerm;

    /// <summary>Returns the term numbers of one item, in slot order; empty where it has no TID.</summary>
    public ReadOnlySpan<int> TermsOf(int item)
    {
        var terms = _itemTerms.Span.Slice(item * Length, Length);
        return terms[0] == PackedLibrary.NoTerm ? [] : terms;
    }

    /// <summary>Returns the TID of one item; null where it has none.</summary>
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
    public bool TryGetTerm(string term, out int number)
    {
        number = _terms.NumberOf(term);
        return number >= 0;
    }

    /// <summary>Returns the items whose TID is exactly this one, in catalogue order; empty where there is none (direct mapping).</summary>
    public ReadOnlySpan<int> ItemsOf(TermId termId)
    {
        ArgumentNullException.ThrowIfNull(termId);
        if (termId.Terms.Length != Length)
        {
            return [];
        }

        Span<int> terms = stackalloc int[TermId.MaximumLength];
        terms = Length <= TermId.MaximumLength ? terms[..Length] : new int[Length];
        Translate(termId, terms);
        return terms.Contains(PackedLibrary.NoTerm) ? [] : Packed.Buckets.ItemsOf(terms);
    }

    /// <summary>Returns the library of the first terms of each TID: more items collide in it.</summary>
    /// <param name="length">Number of terms, 1 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The TIDs have fewer terms.</exception>
    public TermLibrary Take(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        return length == Length
            ? this
            : new TermLibrary(
                [.. Enumerable.Range(0,
                    ItemCount).Select(item => TermIdOf(item) is { } termId ? new TermId(termId.Terms[..length]) : null)]);
    }

    /// <summary>Translates terms to numbers.</summary>
    /// <param name="termId">A TID, of this library or not, of any length.</param>
    /// <param name="terms">Receives the numbers of its first terms; -1 for one that the library lacks, and where there are too few.</param>
    internal void Translate(TermId termId, Span<int> terms)
    {
        var given = Math.Min(terms.Length, termId.Terms.Length);
        _terms.Translate(termId.Terms.AsSpan()[..given], terms);
        terms[given..].Fill(PackedLibrary.NoTerm);
    }
}
