namespace Grlm;

/// <summary>Describes a term library held against the neighbours of its items.</summary>
/// <param name="SharedTerms">Terms that an item has in common with one of its five nearest items, on average: consistency.</param>
/// <param name="Consistency">The same by similarity of the pair.</param>
/// <param name="DistinguishingTerms">Terms of an item that none of its five nearest items has, on average: discriminability.</param>
/// <param name="WithoutDistinguishingTerm">Items that have no such term.</param>
/// <param name="WithoutSharedTerm">Items that have no term in common with any of their five nearest items.</param>
public sealed record NeighborFigures(
    double SharedTerms,
    IReadOnlyList<ConsistencyBin> Consistency,
    double DistinguishingTerms,
    int WithoutDistinguishingTerm,
    int WithoutSharedTerm)
{
    /// <summary>Gets how many items have no such distinguishing term, one, two and so on: one entry more than a TID has terms.</summary>
    public IReadOnlyList<int> ItemsByDistinguishingTerms { get; init; } = [];
}
