namespace Grlm;

/// <summary>Describes one of two libraries that are compared.</summary>
/// <param name="Name">Where it was read from.</param>
/// <param name="Length">Number of terms of a TID.</param>
/// <param name="Valid">Items with a TID.</param>
/// <param name="UniqueTerms">Distinct terms.</param>
/// <param name="SingletonTerms">Terms of one item alone.</param>
/// <param name="CollidingItems">Items that share their TID with an earlier one.</param>
/// <param name="CollidingItemsWithDifferentMetadata">Those that metadata could tell apart.</param>
/// <param name="SharedTermsWithNeighbors">Terms in common with one of the five nearest items, on average; null without neighbours.</param>
/// <param name="DistinguishingTerms">Terms that none of the five nearest items has, on average; null without neighbours.</param>
/// <param name="LibraryVersion">Version of the library.</param>
public sealed record TermsComparisonSide(
    string Name,
    int Length,
    int Valid,
    int UniqueTerms,
    int SingletonTerms,
    int CollidingItems,
    int CollidingItemsWithDifferentMetadata,
    double? SharedTermsWithNeighbors,
    double? DistinguishingTerms,
    string LibraryVersion);
