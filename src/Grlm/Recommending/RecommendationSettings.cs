namespace Grlm.Internal;

/// <summary>Describes how lists of recommendations are made.</summary>
public sealed record RecommendationSettings
{
    /// <summary>Gets what ranks; the generator by default.</summary>
    public RecommendationSource Source { get; init; } = RecommendationSource.Generator;

    /// <summary>Gets the number of items in a list; 10 by default.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Gets the number of term IDs generated for each user; 20 by default.</summary>
    public int Beams { get; init; } = 20;

    /// <summary>Gets what fills a list that the generated term IDs leave short; null, the default, for nothing.</summary>
    public FillSource? FillFrom { get; init; }
}
