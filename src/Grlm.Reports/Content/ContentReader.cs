namespace Grlm.Reports;

/// <summary>Reads everything that the report shows.</summary>
internal static class ContentReader
{
    /// <summary>Reads a workspace.</summary>
    public static async Task<ReportContent> ReadAsync(GrlmWorkspace workspace, ReportOptions options, CancellationToken cancellationToken)
    {
        var stages = StageReader.Read(workspace);
        if (stages.Count == 0)
        {
            throw new MissingPrerequisiteException(
                $"There is nothing to report on in the workspace '{workspace.Root}' yet. " +
                    $"Run stage 'import' first, or name another workspace.");
        }

        var data = WorkspaceData.Read(workspace, stages);
        var evaluations = EvaluationReader.Read(workspace);
        var told = ToldOf(evaluations, options);
        var content = new ReportContent
        {
            Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(workspace.Root))),
            ToolVersion = StageRunner.ToolVersion.Split('+')[0],
            Highlights = [],
            Sections = [],
            Evaluations = evaluations,
            Breakdowns = BreakdownReader.Read(evaluations),
            Library = LibraryReader.Read(workspace, data),
            Trainings = TrainingReader.Read(workspace, options),
            Stories = told is not null && data.Dataset is { } dataset && Fits(stages, $"{ArtifactNames.Evaluation}/{told.Folder}")
                ? await new StoryReader(dataset, data).ReadAsync(workspace, told, options, cancellationToken)
                : null,
            Stages = stages,
        };
        return content with { Highlights = [.. Highlights.Of(content)], Sections = SectionsOf(content, options) };
    }

    private static bool Fits(IReadOnlyList<StageContent> stages, string folder)
        => stages.Any(stage => stage.Folder == folder && stage.Problem is null);

    private static EvaluationRun? ToldOf(IReadOnlyList<ComparableRuns> groups, ReportOptions options)
    {
        var runs = groups.SelectMany(group => group.Runs);
        return options.Evaluation is { } name
            ? runs.FirstOrDefault(run => run.Folder == name) ?? throw new MissingPrerequisiteException(
                $"There is no evaluation '{name}' in the workspace. " +
                    $"There are: {string.Join(", ", runs.Select(run => run.Folder).DefaultIfEmpty("none"))}.")
            : runs.OrderByDescending(run => run.Report.Part == "test").ThenByDescending(run => run.Metric(EvaluationText.Main)?.Value)
                .FirstOrDefault();
    }

    private static ReportSection[] SectionsOf(ReportContent content, ReportOptions options) =>
    [
        Section("results", "Results", content.Evaluations.Count > 0, options.CommandOf("evaluate")),
        Section("breakdowns", "For whom it works", content.Evaluations.Count > 0, options.CommandOf("evaluate")),
        Section("library", "Term library", content.Library is not null, options.CommandOf("terms")),
        Section("training", "Training", content.Trainings.Any(training => training.IsPresent), content.Trainings[0].Command),
        Section("stories", "What users were recommended", content.Stories is not null, options.CommandOf("evaluate")),
        Section("stages", "How it was made", content.Stages.Count > 0, options.CommandOf("import")),
    ];

    private static ReportSection Section(string name, string title, bool present, string command)
        => new(name, title, present, present ? null : command);
}

/// <summary>
/// Draws the breakdowns of evaluations: their metrics for users apart by trait. An evaluation without any, of an older version, is left
/// out.
/// </summary>
internal static class BreakdownReader
{
    private const int MostSources = 4, MostGroups = 20, LongestGroup = 18;

    /// <summary>Draws the breakdowns of all evaluations that have them.</summary>
    public static IReadOnlyList<BreakdownContent> Read(IReadOnlyList<ComparableRuns> evaluations)
        => [.. evaluations.Select(runs => new BreakdownContent(runs.Protocol, runs.Part, [.. ChartsOf(runs)]))
            .Where(content => content.Charts.Count > 0)];

    private static IEnumerable<Chart> ChartsOf(ComparableRuns runs)
    {
        EvaluationReport[] reports =
            [.. runs.Runs.Take(MostSources).Select(run => run.Report).Where(report => report.Breakdown is { Count: > 0 })];
        foreach (var trait in reports.SelectMany(report => report.Breakdown.Keys).Distinct(StringComparer.Ordinal))
        {
            (string Run, IReadOnlyList<EvaluationGroup> Groups)[] series =
                [.. reports.Where(report => report.Breakdown.ContainsKey(trait))
                    .Select(report => (EvaluationText.RunName(report), report.Breakdown[trait]))];

            // Of one group alone there is nothing to tell apart.
            EvaluationGroup[] groups = [.. series.SelectMany(one => one.Groups).DistinctBy(group => group.Group).Take(MostGroups)];
            if (groups.Length > 1)
            {
                yield return Draw($"{runs.Part}-{runs.Protocol}-{trait}", trait, groups, series);
            }
        }
    }

    private static Chart Draw(
        string id, string trait, EvaluationGroup[] groups, (string Run, IReadOnlyList<EvaluationGroup> Groups)[] series)
    {
        var title = EvaluationText.TraitName(trait);
        return new IntervalChart(id, title,
            $"Recall@10 with 95 % intervals of users apart by {title.ToLowerInvariant()}; in brackets the users of each group.",
            title, "Recall@10").Draw(
            [.. groups.Select(group => $"{Readable.Cut(group.Group, LongestGroup)} ({Readable.Count(group.Users)})")],
            [.. series.Select(one => (one.Run, (IReadOnlyList<Estimate?>)[.. groups.Select(group => RecallOf(one.Groups, group.Group))]))]);
    }

    private static Estimate? RecallOf(IReadOnlyList<EvaluationGroup> groups, string name)
        => groups.FirstOrDefault(group => group.Group == name) is { } group
            ? Estimate.Of(group.Metrics, group.Intervals, EvaluationText.Main) : null;
}
