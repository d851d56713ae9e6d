using System.Text.Json;

namespace Grlm.Reports;

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
