namespace Grlm;

/// <summary>Checks on the finished artifacts of a workspace.</summary>
public static class Artifacts
{
    /// <summary>
    /// The version of an artifact: the hash of its content. Fails if the artifact, or one that it was made from, is missing, damaged or has been
    /// replaced since: item indices of one import mean nothing in another.
    /// </summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="artifact">Folder name of the artifact: <c>ranker</c>.</param>
    /// <exception cref="MissingPrerequisiteException">Missing, damaged or out of date; the message names the command to run.</exception>
    /// <exception cref="InvalidInputException">A manifest can't be read.</exception>
    public static string VersionOf(GrlmWorkspace workspace, string artifact)
    {
        var manifest = Manifest.Read(workspace, artifact);
        if (!manifest.OutputsAreIn(workspace.PathOf(artifact)))
        {
            throw new MissingPrerequisiteException(
                $"Files of '{workspace.PathOf(artifact)}' are missing or cut short. Run '{ArtifactNames.CommandFor(artifact)}' again.");
        }

        foreach (var (upstream, version) in manifest.Inputs.Where(input => !Path.IsPathRooted(input.Key)))
        {
            if (!string.Equals(VersionOf(workspace, upstream), version, StringComparison.Ordinal))
            {
                throw new MissingPrerequisiteException(
                    $"'{upstream}' has changed since '{artifact}' was made from it. Run '{ArtifactNames.CommandFor(artifact)}' again.");
            }
        }

        return manifest.ContentHash();
    }

    /// <summary>
    /// Finishes what a killed process left half exchanged, so that readers find every artifact in its place. Does nothing where another process
    /// is at work, which will do it itself, or where there is nothing to finish: a reader needs no right to write.
    /// </summary>
    public static void Recover(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (Directory.Exists(workspace.Root) && ArtifactFolder.FindUnfinished(workspace).Count > 0)
        {
            using var held = WorkspaceLock.TryAcquire(workspace);
            if (held is not null)
            {
                ArtifactFolder.RecoverAll(workspace);
            }
        }
    }
}
