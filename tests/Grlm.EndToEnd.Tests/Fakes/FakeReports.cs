using System.Text.Json;
using Grlm.Torch;

namespace Grlm.EndToEnd.Tests;

/// <summary>Results with figures that are easy to recognise.</summary>
internal static class FakeReports
{
    public static ImportReport Import { get; } = new(12_101, 22_363,
        198_502, 3, new Dictionary<string, long>(StringComparer.Ordinal) { ["unknown item"] = 14 });

    public static EmbedReport Embed { get; } = new(
        12_101, 17, 11_950, 0, 192, "lexical", null, 20, 0.71234,
        new NeighborSearchReport(Exact: false, 0.9712, 1_000, 47, 9));

    public static TermsReport Terms { get; } = new()
    {
        Items = 12_101,
        Valid = 12_100,
        LibraryVersion = "0123456789ab",
        CollidingItems = 66,
        CollidingItemsWithDifferentMetadata = 41,
        UniqueTerms = 12_345,
        SingletonTerms = 6_789,
    };

    public static InstructReport Instruct { get; } = new(
        [new(InstructionTask.Internalization, 12_101, 0), new(InstructionTask.Behavior, 21_916, 447)],
        new Dictionary<string, long>(StringComparer.Ordinal) { ["train.jsonl"] = 30_316_927, ["validation.jsonl"] = 490_083 },
        "0123456789ab");

    public static TrainingReport Training { get; } = new(2_345_678, 12, 9, 2_100, 0.10123, 0.05678);

    public static SweepReport Sweep { get; } = new(
        "rank",
        14,
        59.87,
        new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["dropout"] = JsonSerializer.SerializeToElement(0.4),
            ["maximumHistory"] = JsonSerializer.SerializeToElement(100),
        },
        0.13579,
        0.0801,
        0.13421,
        0.0789);

    public static EvaluationReport Evaluation(EvaluateOptions options) => new(
        options.Protocol.ToString().ToLowerInvariant(),
        options.Source.ToString().ToLowerInvariant(),
        options.Part.ToString().ToLowerInvariant(),
        22_363,
        12.5,
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["recall@1"] = 0.0234,
            ["recall@5"] = 0.06785,
            ["recall@10"] = 0.10123,
            ["recall@20"] = 0.145,
            ["ndcg@5"] = 0.04567,
            ["ndcg@10"] = 0.05678,
            ["ndcg@20"] = 0.06789,
            ["mrr@10"] = 0.0432,
            ["validRate@10"] = 1,
            ["directHitRate@10"] = 0.99871,
            ["coverage@10"] = 0.71234,
            ["gini@10"] = 0.6543,
            ["novelty@10"] = 11.234,
            ["diversity@10"] = 0.8765,
        },
        new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal)
        {
            ["recall@10"] = [0.0973, 0.1051],
            ["ndcg@10"] = [0.0545, 0.0591],
        },
        "compact generator 0123456789ab",
        "ba9876543210")
    {
        Breakdown = new Dictionary<string, IReadOnlyList<EvaluationGroup>>(StringComparer.Ordinal)
        {
            ["domain"] = [Group("(none)", 22_363, 0.10123)],
            ["targetPopularity"] = [Group("cold", 55, 0), Group("1–5", 5_045, 0.0585)],
        },
    };

    private static EvaluationGroup Group(string name, int users, double recall) => new(
        name,
        users,
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["recall@5"] = recall / 2,
            ["recall@10"] = recall,
            ["ndcg@5"] = recall / 3,
            ["ndcg@10"] = recall / 2
        },
        new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal) { ["recall@10"] = [recall * 0.9, recall * 1.1] });
}
