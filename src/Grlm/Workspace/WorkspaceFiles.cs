namespace Grlm.Internal;

/// <summary>Finds the files of a workspace's artifacts.</summary>
public static class WorkspaceFiles
{
    /// <summary>Opens the files of an artifact for reading.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <exception cref="InvalidInputException">Its manifest is damaged.</exception>
    public static ArtifactFiles FilesOf(this GrlmWorkspace workspace, string artifact)
        => new(workspace, workspace.PathOf(artifact), artifact);

    /// <summary>Returns the path of a file of an artifact, unchecked: for its writer, and to see whether it is there.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="artifact">Folder name of the artifact.</param>
    /// <param name="name">Name of the file in it.</param>
    public static string PathOf(this GrlmWorkspace workspace, string artifact, string name)
        => Path.Combine(workspace.PathOf(artifact), name);

    /// <summary>Tells whether an artifact is there.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="artifact">Folder name of the artifact.</param>
    /// <exception cref="MissingPrerequisiteException">Its files are, and its manifest is not: what would be done without it is not what was
    /// asked for.</exception>
    public static bool Has(this GrlmWorkspace workspace, string artifact)
    {
        var folder = workspace.PathOf(artifact);
        return File.Exists(Path.Combine(folder, ArtifactNames.Manifest))
            || (Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any()
                ? throw new MissingPrerequisiteException(
                    $"'{folder}' has no {ArtifactNames.Manifest}. {Artifacts.Remedy(artifact, manifest: null)} To go without " +
                        $"it, delete the folder.")
                : false);
    }
}
