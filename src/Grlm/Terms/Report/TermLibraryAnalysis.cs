namespace Grlm;

/// <summary>What a term library is like beyond its counts.</summary>
public sealed record TermLibraryAnalysis
{
    /// <summary>The terms by slot.</summary>
    public required IReadOnlyList<SlotFigures> Slots { get; init; }

    /// <summary>TIDs that several items share.</summary>
    public required int CollisionGroups { get; init; }

    /// <summary>The library against the items' neighbours; null where there are none.</summary>
    public NeighborFigures? Neighbors { get; init; }

    /// <summary>Items that share a TID, or have nothing in common with their neighbours, or nothing of their own: some of each, worst first.</summary>
    public required IReadOnlyList<TermCase> WorstCases { get; init; }
}
