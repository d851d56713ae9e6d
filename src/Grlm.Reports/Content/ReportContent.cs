using System.Text.Json;

namespace Grlm.Reports.Internal;

/// <summary>Everything that the report shows, read and drawn; the page only lays it out.</summary>
public sealed record ReportContent
{
    /// <summary>Gets the name of the workspace.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version of the library that made the report.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Gets the figures of most interest, for the head of the page.</summary>
    public required IReadOnlyList<Tile> Highlights { get; init; }

    /// <summary>Gets the sections of the page in order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }

    /// <summary>Gets the evaluations on the same targets under the same protocol, a group each.</summary>
    public required IReadOnlyList<ComparableRuns> Evaluations { get; init; }

    /// <summary>Gets the same for users apart by their traits; empty where no evaluation has that.</summary>
    public required IReadOnlyList<BreakdownContent> Breakdowns { get; init; }

    /// <summary>Gets the term library; null where there is none.</summary>
    public LibraryContent? Library { get; init; }

    /// <summary>Gets the models, trained or not yet.</summary>
    public required IReadOnlyList<TrainingContent> Trainings { get; init; }

    /// <summary>Gets what was recommended to some users; null where nothing has been evaluated.</summary>
    public StoriesContent? Stories { get; init; }

    /// <summary>Gets the stages that have run, in the order of the pipeline.</summary>
    public required IReadOnlyList<StageContent> Stages { get; init; }
}

/// <summary>Writes the head of the report.</summary>
internal static class Highlights
{
    /// <summary>Returns what the catalogue is, and how well the best source does on it.</summary>
    public static IEnumerable<Tile> Of(ReportContent content)
    {
        if (content.Stages.FirstOrDefault(stage => stage.Folder == ArtifactNames.Dataset) is { } dataset)
        {
            foreach (var name in (string[])["items", "users", "interactions"])
            {
                if (dataset.Manifest.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty(name, out var count)
                    && count.TryGetInt64(out var value))
                {
                    yield return new Tile(Readable.Words(name), Readable.Count(value));
                }
            }
        }

        foreach (var group in content.Evaluations.Where(group => group.Part == "test"))
        {
            var best = group.Runs[0];
            if (best.Metric(EvaluationText.Main) is { } recall)
            {
                yield return new Tile(
                    $"Recall@10, {group.Protocol}",
                    Readable.Share(recall.Value),
                    $"{EvaluationText.RunName(best.Report)}{(recall.Interval.Length > 0 ? $", 95 % {recall.Interval}" : "")}");
            }
        }
    }
}
