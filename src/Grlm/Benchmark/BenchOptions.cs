using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of a benchmark of a workspace.</summary>
public sealed record BenchOptions
{
    /// <summary>What ranks; null for what recommends from the workspace by default.</summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Requests of each measurement.</summary>
    [Range(1, 10_000_000)]
    public int Requests { get; init; } = 2_000;

    /// <summary>Items of a request's history.</summary>
    [Range(1, 10_000)]
    public int HistoryLength { get; init; } = 20;

    /// <summary>Items of a list.</summary>
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>Beams of the generator.</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Threads for batches; 0 for one a processor. Single requests take one.</summary>
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Seed of what is asked.</summary>
    public int Seed { get; init; } = 42;
}
