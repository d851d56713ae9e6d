namespace Grlm;

/// <summary>What sources of recommendations are made of.</summary>
public static class RecommendationSources
{
    /// <summary>The last of the artifacts that a source needs: <c>model</c>; those before it in the pipeline are needed as well.</summary>
    public static string Artifact(this RecommendationSource source) => source switch
    {
        RecommendationSource.Generator => ArtifactNames.Model,
        RecommendationSource.Ranker => ArtifactNames.Ranker,
        _ => ArtifactNames.Terms,
    };
}
