using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Says what a workspace recommends with.</summary>
public sealed record RecommenderOptions
{
    /// <summary>
    /// Gets what ranks; null, the default, for fused where the workspace has ranker and generator, and else for the one that it has.
    /// </summary>
    public RecommendationSource? Source { get; init; }

    /// <summary>Gets the number of term IDs generated for each user, 1 to 1,000.</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 20;

    /// <summary>Gets what the generator may write; TIDs of the library alone by default.</summary>
    public GenerationMode Generation { get; init; }

    /// <summary>Gets what fills a list that the generated term IDs leave short; null, the default, for nothing.</summary>
    public FillSource? FillFrom { get; init; }

    /// <summary>Gets how the sentences of explanations are worded.</summary>
    public ExplanationTexts Texts { get; init; } = new();

    /// <summary>Gets the number of threads for a batch of users; 0, the default, for one a processor.</summary>
    [ThreadCount]
    public int Threads { get; init; }
}
