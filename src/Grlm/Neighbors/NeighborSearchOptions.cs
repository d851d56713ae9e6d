namespace Grlm;

/// <summary>How neighbours are searched for.</summary>
public sealed record NeighborSearchOptions
{
    /// <summary>Neighbours of an item.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Up to this many different vectors the search is exact.</summary>
    public int ExactUpTo { get; init; } = 200_000;

    /// <summary>Share of the true neighbours, 0 to 1, that an approximate search is set to find.</summary>
    public double Recall { get; init; } = 0.98;

    /// <summary>Seed of the approximate search's clusters and sample.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads; 0 for one a processor. The neighbours are the same with any number.</summary>
    public int Threads { get; init; }
}
