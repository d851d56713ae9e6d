namespace Grlm;

/// <summary>Holds what a term provider works with.</summary>
/// <param name="Catalog">The items.</param>
/// <param name="Neighbors">The nearest items of each; of length zero for every item where terms are made without context.</param>
/// <param name="Stage">
/// The running stage: a provider keeps its log below <see cref="StageContext.OutputDirectory"/>, where an interrupted run's log is found
/// again, and reports its progress.
/// </param>
public sealed record TermContext(Catalog Catalog, NeighborTable Neighbors, StageContext Stage);
