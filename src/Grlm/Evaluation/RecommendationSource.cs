namespace Grlm;

/// <summary>What ranks the items.</summary>
public enum RecommendationSource
{
    /// <summary>The generator's term IDs, grounded.</summary>
    Generator,

    /// <summary>The collaborative ranker.</summary>
    Ranker,
}
