using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm ground</c>.</summary>
internal sealed record GroundOptions : IItemSelection
{
    /// <summary>How many items to return for a text at most.</summary>
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>By which rules.</summary>
    public GroundingMode Mode { get; init; } = GroundingMode.Elastic;

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
}
