namespace Grlm.Reports;

/// <summary>
/// Draws the breakdowns of evaluations: their metrics for users apart by trait. An evaluation without any, of an older version, is left out.
/// </summary>
internal static class BreakdownReader
{
    private const int MostSources = 4, MostGroups = 20, LongestGroup = 18;

    /// <summary>Draws the breakdowns of all evaluations that have them.</summary>
    public static IReadOnlyList<BreakdownContent> Read(IReadOnlyList<ComparableRuns> evaluations)
        => [.. evaluations.Select(runs => new BreakdownContent(runs.Protocol, runs.Part, [.. ChartsOf(runs)])).Where(content => content.Charts.Count > 0)];

    private static IEnumerable<Chart> ChartsOf(ComparableRuns runs)
    {
        EvaluationReport[] reports = [.. runs.Runs.Take(MostSources).Select(run => run.Report).Where(report => report.Breakdown is { Count: > 0 })];
        foreach (var trait in reports.SelectMany(report => report.Breakdown.Keys).Distinct(StringComparer.Ordinal))
        {
            (string Run, IReadOnlyList<EvaluationGroup> Groups)[] series =
                [.. reports.Where(report => report.Breakdown.ContainsKey(trait)).Select(report => (EvaluationText.RunName(report), report.Breakdown[trait]))];

            // Of one group alone there is nothing to tell apart.
            EvaluationGroup[] groups = [.. series.SelectMany(one => one.Groups).DistinctBy(group => group.Group).Take(MostGroups)];
            if (groups.Length > 1)
            {
                yield return Draw($"{runs.Part}-{runs.Protocol}-{trait}", trait, groups, series);
            }
        }
    }

    private static Chart Draw(string id, string trait, EvaluationGroup[] groups, (string Run, IReadOnlyList<EvaluationGroup> Groups)[] series)
    {
        var title = EvaluationText.TraitName(trait);
        return new IntervalChart(id, title, $"Recall@10 with 95 % intervals of users apart by {title.ToLowerInvariant()}; in brackets the users of each group.", title, "Recall@10").Draw(
            [.. groups.Select(group => $"{Readable.Cut(group.Group, LongestGroup)} ({Readable.Count(group.Users)})")],
            [.. series.Select(one => (one.Run, (IReadOnlyList<Estimate?>)[.. groups.Select(group => RecallOf(one.Groups, group.Group))]))]);
    }

    private static Estimate? RecallOf(IReadOnlyList<EvaluationGroup> groups, string name)
        => groups.FirstOrDefault(group => group.Group == name) is { } group ? Estimate.Of(group.Metrics, group.Intervals, EvaluationText.Main) : null;
}
