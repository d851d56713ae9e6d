using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the evaluation stage.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Protocol; <see cref="EvaluationProtocol.Filtered"/> by default.</summary>
    public EvaluationProtocol Protocol { get; init; } = EvaluationProtocol.Filtered;

    /// <summary>What ranks; the generator by default.</summary>
    public RecommendationSource Source { get; init; } = RecommendationSource.Generator;

    /// <summary>Which held-out interaction is predicted; the test one by default.</summary>
    public SplitPart Part { get; init; } = SplitPart.Test;

    /// <summary>
    /// Predict the targets of this domain alone; null for each user's one, the latest where a user has one in several domains.
    /// </summary>
    public string? Domain { get; init; }

    /// <summary>Beams of the generator, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Seed of the bootstrap.</summary>
    public int Seed { get; init; } = 42;
}
