using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm recommend</c>.</summary>
internal sealed record RecommendOptions : IItemSelection
{
    /// <summary>A user of the dataset; null where a history is given.</summary>
    public string? User { get; init; }

    /// <summary>Item ids with commas between them, oldest first; null where a user is given.</summary>
    public string? History { get; init; }

    /// <summary>How many items to recommend.</summary>
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>What ranks; null for fused where the workspace has ranker and generator, and else for the one that it has.</summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Beams of the generator.</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>What the generator may write; TIDs of the library alone by default.</summary>
    public GenerationMode Generation { get; init; }

    /// <summary>Whether items of the history are left out.</summary>
    public bool ExcludeSeen { get; init; } = true;

    /// <inheritdoc/>
    public IReadOnlyList<string> Category { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Brand { get; init; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Domain { get; init; } = [];

    /// <inheritdoc/>
    [Range(0, double.MaxValue)]
    public double? MinPrice { get; init; }

    /// <inheritdoc/>
    [Range(0, double.MaxValue)]
    public double? MaxPrice { get; init; }

    /// <inheritdoc/>
    public bool InStock { get; init; }

    /// <inheritdoc/>
    public string? Filter { get; init; }

    /// <summary>What fills a list that comes up short; null for nothing.</summary>
    public FillSource? FillFrom { get; init; }
}
