namespace Grlm;

/// <summary>Describes what a term library is like beyond its counts.</summary>
public sealed record TermLibraryAnalysis
{
    /// <summary>Gets the terms by slot.</summary>
    public required IReadOnlyList<SlotFigures> Slots { get; init; }

    /// <summary>Gets the number of TIDs that several items share.</summary>
    public required int CollisionGroups { get; init; }

    /// <summary>Gets the library against the items' neighbours; null where there are none.</summary>
    public NeighborFigures? Neighbors { get; init; }

    /// <summary>
    /// Gets the items that share a TID, or have nothing in common with their neighbours, or nothing of their own: some of each, worst
    /// first.
    /// </summary>
    public required IReadOnlyList<TermCase> WorstCases { get; init; }
}
