using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm;

/// <summary>Outcome of a search for options.</summary>
/// <param name="Stage">Whose options: <c>rank</c>.</param>
/// <param name="Trials">Trials that have ended on this data, those of earlier runs included.</param>
/// <param name="Minutes">Minutes that they took.</param>
/// <param name="Options">The best options found, as far as they differ from those at the start; empty where these are the best.</param>
/// <param name="RecallAt10">Recall@10 on validation users with them.</param>
/// <param name="NdcgAt10">NDCG@10 likewise.</param>
/// <param name="StartRecallAt10">Recall@10 with the options at the start; null where the budget did not reach.</param>
/// <param name="StartNdcgAt10">NDCG@10 likewise.</param>
public sealed record SweepReport(
    string Stage,
    int Trials,
    double Minutes,
    IReadOnlyDictionary<string, JsonElement> Options,
    double RecallAt10,
    double NdcgAt10,
    double? StartRecallAt10,
    double? StartNdcgAt10) : IStageReport
{
    /// <summary>Returns the report of a search.</summary>
    /// <param name="stage">Whose options.</param>
    /// <param name="start">The options at the start.</param>
    /// <param name="log">The trials.</param>
    /// <param name="best">The best of them.</param>
    internal static SweepReport Of(SweptStage stage, JsonObject start, SearchLog log, TrialRecord best)
    {
        var first = log.Find(start);
        return new SweepReport(
            stage.ToString().ToLowerInvariant(),
            log.Records.Count,
            Math.Round(log.Records.Sum(record => record.Seconds) / 60, 2),
            best.Options.Where(option => !JsonNode.DeepEquals(option.Value, start[option.Key]))
                .ToDictionary(option => option.Key, option => option.Value.Deserialize<JsonElement>(), StringComparer.Ordinal),
            best.RecallAt10,
            best.NdcgAt10,
            first?.RecallAt10,
            first?.NdcgAt10);
    }

    /// <inheritdoc/>
    public string Summarize() => $"{Readable.Count(Trials)} trials, validation Recall@10 {Readable.Share(RecallAt10)}";

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> Tabulate() =>
    [
        ReportTable.OfFigures(
            $"Options of {Stage}, chosen on validation users",
            [
                ("Trials", Readable.Count(Trials)),
                ("Minutes", $"{Minutes:0.0}"),
                ("Recall@10 and NDCG@10 now", $"{Readable.Share(StartRecallAt10)}  {Readable.Share(StartNdcgAt10)}"),
                ("… with the best found", $"{Readable.Share(RecallAt10)}  {Readable.Share(NdcgAt10)}"),
                .. Options.Select(option => (option.Key, option.Value.GetRawText())),
                .. Options.Count == 0 ? [("What is better", "nothing")] : Array.Empty<(string, string)>(),
            ]),
    ];
}
