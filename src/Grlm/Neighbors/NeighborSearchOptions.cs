namespace Grlm;

/// <summary>Describes how neighbours are searched for.</summary>
internal sealed record NeighborSearchOptions
{
    /// <summary>Gets the number of neighbours of an item.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Gets the up to this many different vectors the search is exact.</summary>
    public int ExactUpTo { get; init; } = 200_000;

    /// <summary>Gets the share of the true neighbours, 0 to 1, that an approximate search is set to find.</summary>
    public double Recall { get; init; } = 0.98;

    /// <summary>Gets the seed of the approximate search's clusters and sample.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads; 0 for one a processor. The neighbours are the same with any number.</summary>
    public int Threads { get; init; }
}
