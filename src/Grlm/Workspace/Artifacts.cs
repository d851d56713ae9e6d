namespace Grlm.Internal;

/// <summary>Checks on the finished artifacts of a workspace.</summary>
public static class Artifacts
{
    /// <summary>
    /// Returns the version of an artifact: the hash of its content. Fails if the artifact, or one that it was made from, is missing, cut
    /// short or has been replaced since: item indices of one import mean nothing in another. The content of files is checked where they are
    /// opened; of all of them here where the workspace is to be verified.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="artifact">Folder name of the artifact: <c>ranker</c>.</param>
    /// <exception cref="MissingPrerequisiteException">Missing, cut short or out of date; the message names the command to run.</exception>
    /// <exception cref="InvalidInputException">A manifest, or a file that is verified, is damaged.</exception>
    public static string VersionOf(GrlmWorkspace workspace, string artifact)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var manifest = Manifest.Read(workspace, artifact);
        if (!manifest.OutputsAreIn(workspace.PathOf(artifact)))
        {
            throw new MissingPrerequisiteException(
                $"Files of '{workspace.PathOf(artifact)}' are missing or cut short. {Remedy(artifact, manifest)}");
        }

        if (workspace.Verify)
        {
            workspace.FilesOf(artifact).CheckAll();
        }

        foreach (var (upstream, version) in manifest.Inputs.Where(input => !Path.IsPathRooted(input.Key)))
        {
            if (!string.Equals(VersionOf(workspace, upstream), version, StringComparison.Ordinal))
            {
                WorkspaceChange.ThrowIfUnderWay(workspace);
                throw new MissingPrerequisiteException(
                    $"'{upstream}' has changed since '{artifact}' was made from it. {Remedy(artifact, manifest, workspace)}");
            }
        }

        return manifest.ContentHash();
    }

    /// <summary>
    /// Finishes what a killed process left half exchanged, so that readers find every artifact in its place. Does nothing where another
    /// process is at work, which will do it itself, or where there is nothing to finish: a reader needs no right to write.
    /// </summary>
    public static void Recover(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (Directory.Exists(workspace.Root)
            && (WorkspaceChange.IsUnderWay(workspace) || ArtifactFolder.FindUnfinished(workspace).Count > 0))
        {
            using var held = WorkspaceLock.TryAcquire(workspace);
            if (held is not null)
            {
                RecoverAll(workspace);
            }
        }
    }

    /// <summary>Finishes all exchanges that were cut short. The caller holds the workspace's lock.</summary>
    internal static void RecoverAll(GrlmWorkspace workspace)
    {
        WorkspaceChange.Finish(workspace);
        foreach (var folder in ArtifactFolder.FindUnfinished(workspace))
        {
            folder.Recover();
        }
    }

    /// <summary>Returns how to make an artifact again without losing what can't be made again: a sentence.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="manifest">Its manifest, if that can be read.</param>
    /// <param name="sound">The workspace, where what the artifact holds is sound and only out of date; null where it is damaged.</param>
    internal static string Remedy(string artifact, Manifest? manifest, GrlmWorkspace? sound = null) => artifact switch
    {
        ArtifactNames.Terms => TermLibraryOrigin.Remedy(manifest, sound),
        ArtifactNames.Dataset when manifest is { Stage: "add" }
            => "Run stage 'import' again, and then add the items again that were added since.",
        _ => $"Run stage '{ArtifactNames.StageOf(artifact)}' again.",
    };
}
