namespace Grlm;

/// <summary>Holds what a running stage is given.</summary>
/// <param name="Workspace">The workspace whose artifacts it reads.</param>
/// <param name="OutputDirectory">Where it writes: a folder beside the final one, moved in place at the end.</param>
/// <param name="Progress">Where it tells how far it is.</param>
public sealed record StageContext(GrlmWorkspace Workspace, string OutputDirectory, IProgress<StageProgress> Progress)
{
    /// <summary>
    /// Gets the manifest of the finished artifact that the run replaces, where that was made from the same inputs; null where there is
    /// none, or none is to count.
    /// </summary>
    public Manifest? Last { get; init; }
}
