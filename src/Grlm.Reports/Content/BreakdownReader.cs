using System.Text.Json;

namespace Grlm.Reports;

/// <summary>
/// Draws the <c>breakdown</c> of evaluations: for each trait of users (<c>historyLength</c>, <c>targetPopularity</c>, <c>domain</c>) the metrics of its groups.
/// An evaluation without it, of an older version, is left out.
/// </summary>
internal static class BreakdownReader
{
    private const int MostSources = 4, MostGroups = 20;

    /// <summary>Draws the breakdowns of all evaluations that have them.</summary>
    public static IReadOnlyList<BreakdownContent> Read(GrlmWorkspace workspace, IReadOnlyList<ComparableRuns> evaluations)
        => [.. evaluations
            .Select(runs => new BreakdownContent(runs.Protocol, runs.Part, [.. Draw(runs.Protocol, runs.Part, [.. runs.Runs.Take(MostSources).Select(run => (run.Report.Source, BreakdownOf(workspace, run)))])]))
            .Where(content => content.Charts.Count > 0)];

    private static JsonElement BreakdownOf(GrlmWorkspace workspace, EvaluationRun run)
    {
        var path = Path.Combine(workspace.PathOf(ArtifactNames.Evaluation), run.Folder, ArtifactNames.Metrics);
        return JsonElement.Parse(File.ReadAllBytes(path)).TryGetProperty("breakdown", out var breakdown) && breakdown.ValueKind == JsonValueKind.Object ? breakdown : default;
    }

    private static IEnumerable<Chart> Draw(string protocol, string part, IReadOnlyList<(string Source, JsonElement Breakdown)> runs)
    {
        var traits = runs.SelectMany(run => run.Breakdown.ValueKind == JsonValueKind.Object ? run.Breakdown.EnumerateObject().Select(trait => trait.Name) : []).Distinct(StringComparer.Ordinal);
        foreach (var trait in traits)
        {
            (string Source, IReadOnlyList<TraitGroup> Groups)[] series = [.. runs.Select(run => (run.Source, Groups(run.Breakdown, trait)))];
            (string Name, int Users)[] groups = [.. series.SelectMany(one => one.Groups).DistinctBy(group => group.Name).Take(MostGroups).Select(group => (group.Name, group.Users))];

            // Of one group alone there is nothing to tell apart.
            if (groups.Length > 1)
            {
                yield return Draw($"{part}-{protocol}-{trait}", trait, groups, [.. series.Where(one => one.Groups.Count > 0)]);
            }
        }
    }

    private static Chart Draw(string id, string trait, IReadOnlyList<(string Name, int Users)> groups, IReadOnlyList<(string Source, IReadOnlyList<TraitGroup> Groups)> series)
    {
        var title = EvaluationText.TraitName(trait);
        return new IntervalChart(id, title, $"Recall@10 with 95 % intervals of users apart by {title.ToLowerInvariant()}; in brackets the users of each group.", title, "Recall@10").Draw(
            [.. groups.Select(group => $"{Readable.Cut(group.Name, 18)} ({Readable.Count(group.Users)})")],
            [.. series.Select(one => (EvaluationText.SourceName(one.Source), (IReadOnlyList<Estimate?>)[.. groups.Select(group => one.Groups.FirstOrDefault(other => other.Name == group.Name)?.Recall)]))]);
    }

    private static IReadOnlyList<TraitGroup> Groups(JsonElement breakdown, string trait)
        => breakdown.ValueKind == JsonValueKind.Object && breakdown.TryGetProperty(trait, out var groups) && groups.ValueKind == JsonValueKind.Array
            ? [.. groups.Deserialize<TraitGroup[]>(WorkspaceJson.Options)!.Where(group => group.Recall is not null)]
            : [];

    /// <summary>One group of users as <c>metrics.json</c> has it.</summary>
    private sealed record TraitGroup(string Group, int Users, Dictionary<string, double>? Metrics, Dictionary<string, double[]>? Intervals)
    {
        public string Name => Group.Length > 0 ? Group : "(none)";

        public Estimate? Recall => Metrics is not null && Metrics.TryGetValue(EvaluationText.Main, out var value)
            ? Intervals is not null && Intervals.TryGetValue(EvaluationText.Main, out var ends) && ends is [var low, var high] ? new Estimate(value, low, high) : new Estimate(value, null, null)
            : null;
    }
}
