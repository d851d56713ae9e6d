namespace Grlm;

/// <summary>Compares two term libraries of one catalogue.</summary>
/// <param name="First">Figures of the first.</param>
/// <param name="Second">Figures of the second.</param>
/// <param name="Items">Items that have a TID in both.</param>
/// <param name="SameTermId">Those whose TID is the same.</param>
/// <param name="CommonTerms">Terms that an item has in both, at any slot, on average.</param>
/// <param name="CommonVocabulary">Terms that occur in both libraries.</param>
public sealed record TermsComparison(
    TermsComparisonSide First, TermsComparisonSide Second, int Items, int SameTermId, double CommonTerms, int CommonVocabulary)
{
    /// <summary>Compares two libraries.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="neighbors">The nearest items of each; null where they aren't known.</param>
    /// <param name="first">Name and TIDs of the first library.</param>
    /// <param name="second">Name and TIDs of the second library.</param>
    public static TermsComparison Of(
        Catalog catalog,
        NeighborTable? neighbors,
        (string Name, IReadOnlyList<TermId?> TermIds) first,
        (string Name, IReadOnlyList<TermId?> TermIds) second)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var (a, b) = (new TermLibrary(first.TermIds), new TermLibrary(second.TermIds));
        int[] both = [.. Enumerable.Range(0, catalog.Count).Where(item => a.HasTermId(item) && b.HasTermId(item))];
        var common =
            both.Sum(
                item => first.TermIds[item]!.Terms.Distinct(StringComparer.Ordinal).Intersect(second.TermIds[item]!.Terms,
                    StringComparer.Ordinal).Count());
        return new TermsComparison(
            SideOf(first.Name, catalog, a, neighbors),
            SideOf(second.Name, catalog, b, neighbors),
            both.Length,
            both.Count(item => first.TermIds[item]!.Equals(second.TermIds[item])),
            both.Length == 0 ? 0 : (double)common / both.Length,
            a.Terms.Intersect(b.Terms, StringComparer.Ordinal).Count());
    }

    private static TermsComparisonSide SideOf(string name, Catalog catalog, TermLibrary library, NeighborTable? neighbors)
    {
        var counts = TermLibraryFigures.Of(catalog, library);
        var near = new LibraryAnalyzer(catalog, library, neighbors ?? NeighborTable.Empty(catalog.Count)).Analyze().Neighbors;
        return new TermsComparisonSide(
            name,
            library.Length,
            counts.Valid,
            counts.UniqueTerms,
            counts.SingletonTerms,
            counts.CollidingItems,
            counts.CollidingItemsWithDifferentMetadata,
            near?.SharedTerms,
            near?.DistinguishingTerms,
            library.Version);
    }
}
