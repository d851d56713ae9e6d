using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options of <c>grlm recommend</c>.</summary>
internal sealed record RecommendOptions : ItemSelection
{
    /// <summary>A user of the dataset; null where a history is given.</summary>
    [Option("A user of the dataset.", Value = "ID")]
    public string? User { get; init; }

    /// <summary>Item ids with commas between them, oldest first; null where a user is given.</summary>
    [Option("Item ids instead of a user, oldest first.", Value = "ID,ID,…")]
    public string? History { get; init; }

    /// <summary>How many items to recommend.</summary>
    [Option("How many items.")]
    [Range(1, 1_000)]
    public int Count { get; init; } = 10;

    /// <summary>What ranks; null for fused where the workspace has ranker and generator, and else for the one that it has.</summary>
    [Option(
        "What ranks: fused, generator, ranker, popular, cooccurrence or bm25; fused where both models are there by default.", Value = "SOURCE")]
    public RecommendationSource? Source { get; init; }

    /// <summary>Beams of the generator.</summary>
    [Option("Beams of the generator.")]
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>What the generator may write; TIDs of the library alone by default.</summary>
    [Option("What a language model may write: constrained to the library, or free.")]
    public GenerationMode Generation { get; init; }

    /// <summary>Whether items of the history are left out.</summary>
    [Option("Leave out items of the history.")]
    public bool ExcludeSeen { get; init; } = true;

    /// <summary>What fills a list that comes up short; null for nothing.</summary>
    [Option("What fills a list that comes up short; nothing by default.", Value = "ranker|popular")]
    public FillSource? FillFrom { get; init; }
}
