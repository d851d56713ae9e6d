using System.Security.Cryptography;
using System.Text;

namespace Grlm;

/// <summary>A term library as flat arrays, made from TIDs or read from a file. Immutable and safe for concurrent reads.</summary>
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
            throw new ArgumentException("A term library has at least one item with a TID, and a TID has at least one term.", nameof(termIds));
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
