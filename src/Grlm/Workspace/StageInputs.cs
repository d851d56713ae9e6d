namespace Grlm;

/// <summary>Lists what a stage reads. A change in any of it makes the stage run again.</summary>
/// <param name="Artifacts">Artifact folders of the workspace, by name: <c>dataset</c>.</param>
/// <param name="Files">Paths of files outside the workspace.</param>
public sealed record StageInputs(IReadOnlyList<string> Artifacts, IReadOnlyList<string> Files)
{
    /// <summary>Gets the artifact folders that are read where they are there; one that comes or goes counts as a change.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    /// <summary>Returns the artifact folders that are read in a workspace: of the optional ones those that are there.</summary>
    public IEnumerable<string> ArtifactsIn(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return Artifacts.Concat(Optional.Where(workspace.Has));
    }
}
