namespace Grlm;

/// <summary>How lists of recommendations are made.</summary>
public sealed record RecommendationSettings
{
    /// <summary>What ranks; the generator by default.</summary>
    public RecommendationSource Source { get; init; } = RecommendationSource.Generator;

    /// <summary>Items in a list; 10 by default.</summary>
    public int Count { get; init; } = 10;

    /// <summary>Term IDs generated for each user; 20 by default.</summary>
    public int Beams { get; init; } = 20;

    /// <summary>What fills a list that the generated term IDs leave short; null, the default, for nothing.</summary>
    public FillSource? FillFrom { get; init; }
}
