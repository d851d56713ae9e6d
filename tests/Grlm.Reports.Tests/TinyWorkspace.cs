using System.Text;
using System.Text.Json;
using Grlm.Import;
using Parquet;
using Parquet.Schema;

namespace Grlm.Reports.Tests;

/// <summary>
/// A workspace of a few items in a folder that is deleted with it. Each method runs a stage, or stands in for one that trains.
/// </summary>
internal sealed class TinyWorkspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grlm-report-").FullName;

    public GrlmWorkspace Workspace => new(Path.Combine(_folder, "shop"));

    /// <summary>An import takes no half letters.</summary>
    public static IReadOnlyList<string> Titles { get; } =
    [
        .. Hostile.Titles.Where(title => !title.EnumerateRunes().Contains(Rune.ReplacementChar)),
        "Citrus hair mask", "Citrus shampoo", "Cedar beard oil", "Cedar soap",
    ];

    public static int Users => 30;

    public async Task ImportAsync(params IReadOnlyList<string> moreUsers)
    {
        var items = Path.Combine(_folder, "items.jsonl");
        File.WriteAllLines(items, Titles.Select((title, item) => JsonSerializer.Serialize(new { item_id = $"{item}", title })));
        var sequences = Path.Combine(_folder, "sequences.txt");
        File.WriteAllLines(sequences,
            [.. Enumerable.Range(0, Users).Select(user => $"{user} {string.Join(' ', HistoryOf(user))}"), .. moreUsers]);
        await RunAsync(new ImportStage(), new ImportOptions { Items = items, Interactions = sequences });
    }

    public async Task MakeTermsAsync()
    {
        await RunAsync(new EmbedStage(new EmbeddingProviders(new Dictionary<string, Func<IEmbeddingProvider>>())),
            new EmbedOptions { Neighbors = 5 });
        await RunAsync(new TermsStage(), new TermsOptions());
    }

    public Task TrainAsync() => TrainAsync(
        [
            """{"epoch":0,"steps":0,"loss":null,"validationRecallAt10":0.01,"validationNdcgAt10":0.005}""",
            """{"epoch":1,"steps":10,"loss":3.5,"validationRecallAt10":0.21,"validationNdcgAt10":0.1}""",
            """{"epoch":2,"steps":20,"loss":2.5,"validationRecallAt10":0.2,"validationNdcgAt10":0.09}""",
        ]);

    public async Task TrainAsync(IReadOnlyList<string> epochs)
    {
        var result = new
        {
            parameters = 1234,
            epochs = 2,
            bestEpoch = 1,
            steps = 20,
            validationRecallAt10 = 0.21,
            validationNdcgAt10 = 0.1
        };
        await RunAsync(new FileStage("rank", "ranker", ["dataset", "terms"], result,
            output => File.WriteAllLines(Path.Combine(output, "training.jsonl"), epochs)), new object());
    }

    public Task EvaluateAsync(string source, double recall)
        => EvaluateAsync(source, recall, drawn: null, ("1–2", 0), ("3–5", 12), ("<script>", 18));

    public async Task EvaluateAsync(string source, double recall, int? drawn, params IReadOnlyList<(string Name, int Users)> groups)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["recall@5"] = recall / 2,
            ["recall@10"] = recall,
            ["recall@20"] = recall,
            ["ndcg@10"] = recall / 3
        };
        var intervals = new Dictionary<string, IReadOnlyList<double>>(
            StringComparer.Ordinal)
        { ["recall@10"] = [recall - 0.05, recall + 0.05] };
        var report = new EvaluationReport("filtered", source, "test", drawn ?? Users, 1.5, metrics, intervals, $"{source} 0123", "456")
        {
            DrawnFrom = drawn is null ? null : Users,
            Breakdown = new Dictionary<string, IReadOnlyList<EvaluationGroup>>(StringComparer.Ordinal)
            {
                ["historyLength"] = [.. groups.Select(group => new EvaluationGroup(group.Name, group.Users, metrics, intervals))],
            },
        };
        await RunAsync(
            new FileStage("evaluate", $"evaluation/filtered-{source}-test{(drawn is null ? "" : $"-{drawn}-users")}",
                ["dataset", "terms", "ranker"], report, output =>
            {
                File.WriteAllText(Path.Combine(output, "metrics.json"), JsonSerializer.Serialize(report, WorkspaceJson.Options));
                WritePredictionsAsync(Path.Combine(output, "predictions.parquet")).GetAwaiter().GetResult();
            }),
            new object());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Even users get what they wanted at place 2, odd ones don't get it.
    private static async Task WritePredictionsAsync(string path)
    {
        var schema = new ParquetSchema(
            new DataField<string>("user_id", nullable: false), new DataField<string>("target_id", nullable: false),
            new DataField<int?>("rank"), ParquetStringList.Field("item_ids"), ParquetStringList.Field("sources"));
        using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var users in Enumerable.Range(0, Users).Chunk(7))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], users.Select(user => $"{user}").ToArray());
            await group.WriteAsync(schema.DataFields[1], users.Select(user => $"{TargetOf(user)}").ToArray());
            await group.WriteAsync<int>(schema.DataFields[2], users.Select(user => user % 2 == 0 ? 2 : (int?)null).ToArray());
            await ParquetStringList.WriteAsync(group, schema.DataFields[3], users.Select(ListOf), CancellationToken.None);
            await ParquetStringList.WriteAsync(
                group, schema.DataFields[4],
                users.Select(user => (IReadOnlyList<string>)[.. ListOf(user).Select((_, place) => place == 0 ? "structural" : "direct")]),
                CancellationToken.None);
        }
    }

    private static IReadOnlyList<string> ListOf(int user)
    {
        var others = Enumerable.Range(1, 8).Select(step => $"{(TargetOf(user) + step) % Titles.Count}").ToList();
        if (user % 2 == 0)
        {
            others.Insert(1, $"{TargetOf(user)}");
        }

        return others;
    }

    private static int TargetOf(int user) => HistoryOf(user).Last();

    private static IEnumerable<int> HistoryOf(int user)
        => Enumerable.Range(0, 4 + (user % 6)).Select(step => (user + (step * 5)) % Titles.Count);

    private Task<StageOutcome<TResult>> RunAsync<TOptions, TResult>(IStage<TOptions, TResult> stage, TOptions options)
        where TOptions : class
        where TResult : notnull
        => new StageRunner().RunAsync(stage, options, Workspace, new Progress<StageProgress>(), force: false,
            TestContext.Current.CancellationToken);
}
