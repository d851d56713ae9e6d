namespace Grlm.Reports;

/// <summary>Reads the evaluations of a workspace.</summary>
internal static class EvaluationReader
{
    /// <summary>Reads all evaluations, the highest Recall@10 first in each group, groups by their targets and protocols.</summary>
    public static IReadOnlyList<ComparableRuns> Read(GrlmWorkspace workspace)
    {
        var runs = Folders(workspace.PathOf(ArtifactNames.Evaluation)).Select(name => ReadRun(workspace, name)).OfType<EvaluationRun>();
        return [.. runs
            .GroupBy(run => (run.Report.Part, run.Report.Protocol))
            .OrderBy(group => group.Key.Part, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Protocol, StringComparer.Ordinal)
            .Select(group => GroupOf(
                group.Key.Protocol,
                group.Key.Part,
                [.. group.OrderByDescending(run => run.Metric(EvaluationText.Main)?.Value).ThenBy(run => run.Folder,
                    StringComparer.Ordinal)]))];
    }

    private static IEnumerable<string> Folders(string root)
        => Directory.Exists(root)
            ? Directory.EnumerateDirectories(root)
                .Where(folder => File.Exists(Path.Combine(folder, ArtifactNames.Manifest)) && !Path.HasExtension(folder))
                .Order(StringComparer.Ordinal)
                .Select(folder => Path.GetFileName(folder))
            : [];

    private static EvaluationRun? ReadRun(GrlmWorkspace workspace, string name)
    {
        var folder = $"{ArtifactNames.Evaluation}/{name}";
        return JsonDocumentFile.Read<EvaluationReport>(
            workspace.FilesOf(folder).Find(ArtifactNames.Metrics)) is { Metrics: not null } report
            ? new EvaluationRun(name, report.Seconds is null ? report with { Seconds = Manifest.Read(workspace, folder).Seconds } : report)
            : null;
    }

    private static ComparableRuns GroupOf(string protocol, string part, EvaluationRun[] runs)
        => new(protocol, part, runs,
            runs.Length < 2 ? [] : [ChartOf(EvaluationText.Main, protocol, part, runs), ChartOf("ndcg@10", protocol, part, runs)]);

    private static Chart ChartOf(string metric, string protocol, string part, EvaluationRun[] runs)
    {
        var name = EvaluationText.MetricName(metric);
        var chart = new IntervalChart(
            $"{part}-{protocol}-{metric.Replace('@', '-')}",
            name,
            $"{name} with 95 % intervals of {runs.Length} sources on {part} targets, protocol {protocol}.",
            "Source",
            name);
        return chart.Draw([.. runs.Select(run => EvaluationText.RunName(run.Report))],
            [(name, [.. runs.Select(run => run.Metric(metric))])]);
    }
}

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
