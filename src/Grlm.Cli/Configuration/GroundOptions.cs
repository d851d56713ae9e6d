using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm ground</c>.</summary>
internal sealed record GroundOptions : ItemSelection
{
    /// <summary>How many items to return for a text at most.</summary>
    [Option("Items for a text at most.")]
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>By which rules.</summary>
    [Option("The paper's rules, or for comparison those of the authors' code.")]
    public GroundingMode Mode { get; init; } = GroundingMode.Elastic;
}
