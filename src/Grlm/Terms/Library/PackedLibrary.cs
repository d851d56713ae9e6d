using System.Security.Cryptography;
using System.Text;

namespace Grlm;

/// <summary>Describes a term library as flat arrays, made from TIDs or read from a file. Immutable and safe for concurrent reads.</summary>
/// <param name="Terms">The distinct terms, numbered in the order of their first use.</param>
/// <param name="ItemTerms">Term numbers, item by item: <c>[items, length]</c>; <see cref="NoTerm"/> for an item without a TID.</param>
/// <param name="Buckets">The items of each TID.</param>
/// <param name="Length">Terms in a TID.</param>
/// <param name="Version">See <see cref="TermLibrary.Version"/>.</param>
internal sealed record PackedLibrary(InternedTerms Terms, ReadOnlyMemory<int> ItemTerms, TermIdBuckets Buckets, int Length, string Version)
{
    /// <summary>Stands where there is no term.</summary>
    public const int NoTerm = -1;

    /// <summary>Digits of a version.</summary>
    public const int VersionDigits = 12;

    /// <summary>Posting lists that were stored with the library; null where there are none.</summary>
    public RankedPostings? Postings { get; init; }

    /// <summary>Packs the TIDs of a catalogue.</summary>
    /// <param name="termIds">The TID of every item in catalogue order, all of one length; null for an item that has none.</param>
    /// <exception cref="ArgumentException">No item has a TID, their lengths differ, or they are empty.</exception>
    public static PackedLibrary Of(IReadOnlyList<TermId?> termIds)
    {
        ArgumentNullException.ThrowIfNull(termIds);
        var length = termIds.FirstOrDefault(termId => termId is not null)?.Terms.Length ?? 0;
        if (length == 0)
        {
            throw new ArgumentException("A term library has at least one item with a TID, and a TID has at least one term.",
                nameof(termIds));
        }

        var (numbers, terms) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<string>());
        var itemTerms = new int[termIds.Count * length];
        for (var item = 0; item < termIds.Count; item++)
        {
            if (termIds[item] is { } wrong && wrong.Terms.Length != length)
            {
                throw new ArgumentException($"Item {item} has {wrong.Terms.Length} terms where others have {length}.", nameof(termIds));
            }

            for (var slot = 0; slot < length; slot++)
            {
                itemTerms[(item * length) + slot] = termIds[item] is { } termId ? NumberOf(termId.Terms[slot], numbers, terms) : NoTerm;
            }
        }

        return new PackedLibrary(
            InternedTerms.Pack(terms), itemTerms, TermIdBuckets.Pack(itemTerms, length, terms.Count), length, HashOf(termIds));
    }

    private static int NumberOf(string term, Dictionary<string, int> numbers, List<string> terms)
    {
        if (!numbers.TryGetValue(term, out var number))
        {
            numbers.Add(term, number = terms.Count);
            terms.Add(term);
        }

        return number;
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
}

/// <summary>
/// Holds the items of a library in the order in which ties are settled (more popular first, then the earlier one), and for every term and
/// slot the items that have it there, as places in that order, rising. Merging such lists meets equal scores in the order in which they
/// count, so the first ones met are the ones to keep. Flat arrays that can be stored and mapped; immutable and safe for concurrent reads.
/// </summary>
/// <param name="length">Terms in a TID.</param>
/// <param name="itemAt">The item at each place of the order; items without a TID have none.</param>
/// <param name="starts">Where the list of term <c>t</c> at slot <c>j</c> begins, at <c>t * length + j</c>, and the end of all.</param>
/// <param name="places">All lists, term by term and in a term slot by slot.</param>
internal sealed class RankedPostings(int length, ReadOnlyMemory<int> itemAt, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> places)
{
    /// <summary>Makes the lists.</summary>
    /// <param name="library">The TIDs.</param>
    /// <param name="popularity">Interactions of each item: <c>[items]</c>.</param>
    public static RankedPostings Pack(TermLibrary library, IReadOnlyList<int> popularity)
    {
        var itemAt = InTieOrder(library, popularity);
        var starts = new int[(library.Terms.Count * library.Length) + 1];
        foreach (var item in itemAt)
        {
            var terms = library.TermsOf(item);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                starts[(terms[slot] * terms.Length) + slot + 1]++;
            }
        }

        for (var list = 1; list < starts.Length; list++)
        {
            starts[list] += starts[list - 1];
        }

        var (places, next) = (new int[starts[^1]], starts.ToArray());
        for (var place = 0; place < itemAt.Length; place++)
        {
            var terms = library.TermsOf(itemAt[place]);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                places[next[(terms[slot] * terms.Length) + slot]++] = place;
            }
        }

        return new RankedPostings(library.Length, itemAt, starts, places);
    }

    /// <summary>Gets the item at each place of the order.</summary>
    public ReadOnlyMemory<int> ItemAt => itemAt;

    /// <summary>Gets where each list begins, and the end of all.</summary>
    public ReadOnlyMemory<int> Starts => starts;

    /// <summary>Gets all lists.</summary>
    public ReadOnlyMemory<int> Places => places;

    /// <summary>Returns where the list of a term at a slot stands in <see cref="Places"/>.</summary>
    public Range ListOf(int term, int slot)
    {
        var list = starts.Span.Slice((term * length) + slot, 2);
        return list[0]..list[1];
    }

    /// <summary>Returns where the items that have a term at any slot stand in <see cref="Places"/>: once for every slot.</summary>
    public Range ListOf(int term) => starts.Span[term * length]..starts.Span[(term + 1) * length];

    /// <summary>Tells whether the order is the one that a popularity gives.</summary>
    public bool IsOrderedBy(IReadOnlyList<int> popularity)
    {
        var order = itemAt.Span;
        for (var place = 1; place < order.Length; place++)
        {
            var (before, after) = (order[place - 1], order[place]);
            if (popularity[before] < popularity[after] || (popularity[before] == popularity[after] && before > after))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] InTieOrder(TermLibrary library, IReadOnlyList<int> popularity)
    {
        int[] items = [.. Enumerable.Range(0, library.ItemCount).Where(library.HasTermId)];
        long[] keys = [.. items.Select(item => ((long)-popularity[item] << 32) | (uint)item)];
        Array.Sort(keys, items);
        return items;
    }
}
