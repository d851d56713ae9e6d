namespace Grlm.Reports;

/// <summary>Reads the manifests of a workspace.</summary>
internal static class StageReader
{
    private static readonly string[] _pipeline =
        [ArtifactNames.Dataset, ArtifactNames.Neighbors, ArtifactNames.Terms, ArtifactNames.Ranker, ArtifactNames.Instructions,
            ArtifactNames.Model];

    /// <summary>Reads all artifacts, in the order of the pipeline; those that are no part of it come last.</summary>
    public static IReadOnlyList<StageContent> Read(GrlmWorkspace workspace)
        => Directory.Exists(workspace.Root)
            ? [.. FoldersOf(workspace.Root).Select(folder => Read(workspace, folder)).OfType<StageContent>()]
            : [];

    private static IEnumerable<string> FoldersOf(string root)
        => Directory.EnumerateDirectories(root, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Select(folder => Path.GetRelativePath(root, folder).Replace('\\', '/'))
            .Where(folder => !Path.HasExtension(folder))
            .OrderBy(PlaceOf)
            .ThenBy(folder => folder, StringComparer.Ordinal);

    private static int PlaceOf(string folder) => Array.IndexOf(_pipeline, folder) is >= 0 and var place ? place : _pipeline.Length;

    private static StageContent? Read(GrlmWorkspace workspace, string folder)
    {
        var isArtifact = PlaceOf(folder) < _pipeline.Length || folder.StartsWith($"{ArtifactNames.Evaluation}/", StringComparison.Ordinal);
        if (isArtifact && !workspace.Has(folder))
        {
            return null;
        }

        // A report on damaged files would be another report.
        workspace.FilesOf(folder).CheckAll();
        return Manifest.TryRead(workspace.PathOf(folder), folder) is { } manifest
            ? new StageContent(folder, manifest, ProblemOf(workspace, folder)) : null;
    }

    private static string? ProblemOf(GrlmWorkspace workspace, string folder)
    {
        try
        {
            _ = Artifacts.VersionOf(workspace, folder);
            return null;
        }
        catch (MissingPrerequisiteException error)
        {
            return error.Message.Replace(Path.TrimEndingDirectorySeparator(workspace.Root) + Path.DirectorySeparatorChar,
                "", StringComparison.Ordinal);
        }
    }
}
