using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of a benchmark of a workspace.</summary>
public sealed record BenchOptions
{
    /// <summary>Gets what ranks; null for what recommends from the workspace by default.</summary>
    [Option("What ranks; fused where both models are there by default.", Value = "SOURCE")]
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the number of requests of each measurement.</summary>
    [Option("Requests of each measurement.")]
    [Range(1, 10_000_000)]
    public int Requests { get; init; } = 2_000;

    /// <summary>Gets the number of items of a request's history.</summary>
    [Option("Items of a request's history.")]
    [Range(1, 10_000)]
    public int HistoryLength { get; init; } = 20;

    /// <summary>Gets the number of items of a list.</summary>
    [Option("Items of a list.")]
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>Gets the number of beams of the generator.</summary>
    [Option("Beams of the generator.")]
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Gets the number of threads for batches; 0 for one a processor. Single requests take one.</summary>
    [Option("Threads for batches; 0 for one a processor.")]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Gets the seed of what is asked.</summary>
    [Option("Seed of what is asked.")]
    public int Seed { get; init; } = 42;
}
