namespace Grlm;

/// <summary>Says what sources of recommendations are made of.</summary>
internal static class RecommendationSources
{
    /// <summary>
    /// Returns the last of the artifacts that a source needs: <c>model</c>; those before it in the pipeline are needed as well.
    /// </summary>
    public static string Artifact(this RecommendationSource source) => source switch
    {
        RecommendationSource.Generator or RecommendationSource.Fused => ArtifactNames.Model,
        RecommendationSource.Ranker => ArtifactNames.Ranker,
        _ => ArtifactNames.Terms,
    };

    /// <summary>Tells whether a generator writes term IDs for it, so that it matters what it may write and with how many beams.</summary>
    public static bool Generates(this RecommendationSource source)
        => source is RecommendationSource.Generator or RecommendationSource.Fused;

    /// <summary>
    /// Returns what recommends from a workspace where none is named: fused where both models are there, else the one that is.
    /// </summary>
    public static RecommendationSource Best(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return !workspace.Has(ArtifactNames.Model) ? RecommendationSource.Ranker
            : workspace.Has(ArtifactNames.Ranker) && workspace.FilesOf(ArtifactNames.Model).Find(ArtifactNames.Fusion) is not null
            ? RecommendationSource.Fused
            : RecommendationSource.Generator;
    }
}
