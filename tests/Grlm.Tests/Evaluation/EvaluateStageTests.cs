using System.Text.Json;
using Parquet;

namespace Grlm.Tests;

public sealed class EvaluateStageTests
{
    private const int ItemCount = 30;

    private static readonly Catalog _catalog = Catalogs.OfSize(ItemCount);
    private static readonly TermId[] _termIds =
        [.. Enumerable.Range(0, ItemCount).Select(item => new TermId($"t{item / 8}", $"t{item % 8}", $"x{item}", $"y{item}", $"z{item}"))];

    // The first user's target is generated second; the second user's is not, nor anything like it; the third is too short.
    private static readonly UserHistories _histories = Splits.Histories([1, 2, 3, 7], [4, 5, 6], [8, 9]);

    private readonly FakeGenerator _generator = new(request => [_termIds[10], _termIds[request.History[0] == 1 ? 7 : 11]]);

    [Fact]
    public async Task Run_WritesMetricsThatScriptsCanRead()
    {
        using var folder = await FolderWithLibraryAsync();
        folder.Write("model.safetensors", "elsewhere");
        Directory.CreateDirectory(folder.Workspace.PathOf("model", string.Empty));
        folder.Write("model/model.safetensors", "weights");
        var report = await RunAsync(folder, new() { Seed = 5 });

        Assert.Equal(("filtered", "generator", "test", 2), (report.Protocol, report.Source, report.Part, report.Users));
        Assert.Equal(0.5, report.Metrics["recall@10"]);
        Assert.Equal(0.5 / Math.Log2(3), report.Metrics["ndcg@10"], 15);
        Assert.Equal(0.2, report.Metrics["validRate@10"], 15);
        Assert.Equal([0, 1], report.Intervals["recall@10"]);
        Assert.Equal([0, 0], report.Intervals["recall@1"]);
        Assert.Equal([0, 1 / Math.Log2(3)], report.Intervals["ndcg@10"]);
        Assert.Equal(["coverage@10", "gini@10", "novelty@10", "diversity@10"], report.Metrics.Keys.Except(report.Intervals.Keys));
        Assert.Equal(["domain", "historyLength", "targetPopularity"], report.Breakdown.Keys);
        Assert.Equal([("1–2", 1), ("3–5", 1)], report.Breakdown["historyLength"].Select(group => (group.Group, group.Users)));
        Assert.Matches("^generator [0-9a-f]{12}$", report.Model);
        Assert.Equal(new TermLibrary(_termIds).Version, report.LibraryVersion);

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(
            folder.Workspace.PathOf("evaluation", "metrics.json"), TestContext.Current.CancellationToken));
        Assert.Equal(0.5, json.RootElement.GetProperty("metrics").GetProperty("recall@10").GetDouble());
        Assert.Equal(2, json.RootElement.GetProperty("intervals").GetProperty("mrr@10").GetArrayLength());
        Assert.Equal(report.LibraryVersion, json.RootElement.GetProperty("libraryVersion").GetString());
    }

    [Fact]
    public async Task Run_NamesAnotherModel_WhenItsWeightsChange()
    {
        using var folder = await FolderWithLibraryAsync();
        Directory.CreateDirectory(folder.Workspace.PathOf("model", string.Empty));
        folder.Write("model/model.safetensors", "weights");
        var first = await RunAsync(folder, new());
        var again = await RunAsync(folder, new());
        folder.Write("model/model.safetensors", "other weights");
        var other = await RunAsync(folder, new());
        Assert.Equal(first.Model, again.Model);
        Assert.NotEqual(first.Model, other.Model);
    }

    [Fact]
    public async Task Run_WritesAPredictionForEveryUserWithATarget()
    {
        using var folder = await FolderWithLibraryAsync();
        await RunAsync(folder, new());
        await using var reader = await ParquetReader.CreateAsync(
            folder.Workspace.PathOf("evaluation", "predictions.parquet"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            ["user_id", "target_id", "rank", "history_length", "target_popularity", "valid", "item_ids", "sources"],
            reader.Schema.Fields.Select(field => field.Name));
        var group = Assert.Single(reader.RowGroups);
        var fields = reader.Schema.GetDataFields();
        var (users, targets, ranks) = (new string?[2], new string?[2], new int?[2]);
        await group.ReadAsync(fields[0], users.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync(fields[1], targets.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<int>(fields[2], ranks.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        var (lengths, valid) = (new int[2], new string?[2]);
        await group.ReadAsync<int>(fields[3], lengths.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync(fields[5], valid.AsMemory(), cancellationToken: TestContext.Current.CancellationToken);
        var lists = await ParquetStringList.ReadAsync(group, fields[6], TestContext.Current.CancellationToken);
        var sources = await ParquetStringList.ReadAsync(group, fields[7], TestContext.Current.CancellationToken);
        Assert.Equal(["u0", "u1"], users);
        Assert.Equal(["7", "6"], targets);
        Assert.Equal([2, null], ranks);
        Assert.Equal([3, 2], lengths);
        Assert.Equal(["11", "11"], valid);
        Assert.Equal(["direct", "direct", "structural"], sources[0].Take(3));
        Assert.Equal(["10", "7"], lists[0].Take(2));
        Assert.All(lists, list => Assert.InRange(list.Count, 2, 20));
    }

    [Fact]
    public async Task Run_LeavesTheRatesOfGenerationOut_WhenTheRankerRanks()
    {
        using var folder = await FolderWithLibraryAsync();
        var report = await RunAsync(folder,
            new() { Source = RecommendationSource.Ranker, Protocol = EvaluationProtocol.Paper, Part = SplitPart.Validation });
        Assert.Equal(("paper", "ranker", "validation"), (report.Protocol, report.Source, report.Part));
        Assert.DoesNotContain(report.Metrics.Keys, name => name.StartsWith("validRate", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Metrics.Keys, name => name.StartsWith("directHitRate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RecommendationSource.Popular)]
    [InlineData(RecommendationSource.Cooccurrence)]
    [InlineData(RecommendationSource.Bm25)]
    public async Task Run_EvaluatesABaselineWithoutAnyModel(RecommendationSource source)
    {
        using var folder = await FolderWithLibraryAsync();
        var stage = new EvaluateStage(_ => new NoModels(), _ => new Dataset(_catalog, _histories));
        var report = await stage.RunAsync(new() { Source = source }, folder.Context("evaluation"), TestContext.Current.CancellationToken);
        Assert.Equal((source.ToString().ToLowerInvariant(), 2), (report.Model, report.Users));
        Assert.Equal([ArtifactNames.Dataset, ArtifactNames.Terms], stage.InputsOf(new() { Source = source }).Artifacts);
    }

    [Fact]
    public async Task Run_TellsTheGeneratorWhichDomainIsWanted_AndTheReportHowItWasGenerated()
    {
        using var folder = await FolderWithLibraryAsync();
        var catalog = new Catalog(_catalog.Select((item, index) => item with { Domain = index < 15 ? "books" : "toys" }));
        var stage = new EvaluateStage(
            _ => new FakeModels(new FakeRanker(ItemCount, (_, item) => -item), _generator),
            _ => new Dataset(catalog, Splits.Histories([16, 1, 17, 2, 18, 3], [1, 2, 3]))
            { Split = DomainSplit.Of(Splits.Histories([16, 1, 17, 2, 18, 3], [1, 2, 3]), catalog) });

        var toys = await stage.RunAsync(new() { Domain = "toys", Beams = 5, Generation = GenerationMode.Free },
            folder.Context("evaluation"), TestContext.Current.CancellationToken);
        Assert.Equal([1], _generator.Requests.Select(request => request.Domain));
        Assert.Equal(("free", 5, "toys", 2.0), (toys.Generation, toys.Beams, toys.Domain, toys.DistinctTermIds));
        Assert.Equal("generator, free, 5 beams, toys", toys.Ranking);

        _generator.Requests.Clear();
        var all = await stage.RunAsync(new(), folder.Context("evaluation"), TestContext.Current.CancellationToken);
        Assert.All(_generator.Requests, request => Assert.Null(request.Domain));
        Assert.Equal(("constrained", 20, null), (all.Generation, all.Beams, all.Domain));
        Assert.Equal("generator", all.Ranking);

        var ranked = await stage.RunAsync(new() { Source = RecommendationSource.Ranker, Beams = 5 }, folder.Context("evaluation"),
            TestContext.Current.CancellationToken);
        Assert.Equal((null, null, null), (ranked.Generation, ranked.Beams, ranked.DistinctTermIds));
    }

    [Fact]
    public async Task Run_GivesTheSameFiguresForTheSameSeed()
    {
        using var folder = await FolderWithLibraryAsync();
        var first = await RunAsync(folder, new());
        var again = await RunAsync(folder, new());
        Assert.Equal(JsonSerializer.Serialize(first with { Seconds = 0 }), JsonSerializer.Serialize(again with { Seconds = 0 }));
    }

    [Fact]
    public async Task Run_RefusesHistoriesThatAreAllTooShort()
    {
        using var folder = await FolderWithLibraryAsync();
        var stage = new EvaluateStage(_ => new FakeModels(new FakeRanker(ItemCount, (_, _) => 0), _generator),
            _ => new Dataset(_catalog, Splits.Histories([1, 2])));
        var exception = await Assert.ThrowsAsync<InvalidInputException>(
            () => stage.RunAsync(new(), folder.Context("evaluation"), TestContext.Current.CancellationToken));
        Assert.Contains("3 interactions", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RefusesAProtocolThatTheModelsWereNotTrainedFor()
    {
        using var folder = await FolderWithLibraryAsync();
        var temporal = new Dataset(_catalog, _histories) { Split = new TemporalSplit(_histories, [2, 1, 1], [3, 2, 1]) };
        var protocols = Enum.GetValues<EvaluationProtocol>();
        Assert.Equal([EvaluationProtocol.Temporal], protocols.Where(protocol => Accepts(temporal, protocol)));
        Assert.Equal([EvaluationProtocol.Paper, EvaluationProtocol.Filtered],
            protocols.Where(protocol => Accepts(new(_catalog, _histories), protocol)));

        bool Accepts(Dataset dataset, EvaluationProtocol protocol)
        {
            var stage = new EvaluateStage(_ => new FakeModels(new FakeRanker(ItemCount, (_, item) => -item), _generator), _ => dataset);
            var run = stage.RunAsync(new() { Protocol = protocol }, folder.Context("evaluation"), TestContext.Current.CancellationToken);
            return Record.Exception(() => run.GetAwaiter().GetResult()) switch
            {
                null => true,
                MissingPrerequisiteException => false,
                var other => throw other,
            };
        }
    }

    [Fact]
    public async Task Run_EvaluatesAsManyUsersAsAreAskedFor_TheSameForTheSameSeed()
    {
        using var folder = await FolderWithLibraryAsync();
        var dataset = new Dataset(_catalog,
            Splits.Histories([.. Enumerable.Range(0, 20).Select(user => new[] { user % 5, user % 7, user % 11, 12 + user % 3 })]));
        var stage = new EvaluateStage(_ => new NoModels(), _ => dataset);

        var (first, again, other, all) = (await UsersAsync(6, 1), await UsersAsync(6, 1), await UsersAsync(6, 2), await UsersAsync(0, 1));
        Assert.Equal((6, 20), (first.Report.Users, first.Report.DrawnFrom));
        Assert.Equal(6, first.Users.Distinct().Count());
        Assert.Equal(first.Users, again.Users);
        Assert.NotEqual(first.Users, other.Users);
        Assert.Equal((20, null), (all.Report.Users, all.Report.DrawnFrom));
        Assert.Equal((20, null), ((await UsersAsync(20, 1)).Report.Users, (await UsersAsync(99, 1)).Report.DrawnFrom));

        async Task<(EvaluationReport Report, IReadOnlyList<string> Users)> UsersAsync(int users, int seed)
        {
            var context = folder.Context("evaluation");
            var report = await stage.RunAsync(
                new() { Source = RecommendationSource.Popular, Users = users, Seed = seed }, context,
                TestContext.Current.CancellationToken);
            var path = Path.Combine(context.OutputDirectory, ArtifactNames.Predictions);
            return (report, (await PredictedRanks.ReadAsync(path, TestContext.Current.CancellationToken)).Users);
        }
    }

    [Theory]
    [InlineData(EvaluationProtocol.Filtered, 2)]
    [InlineData(EvaluationProtocol.Paper, 0)]
    public async Task Run_CountsTheTargetsThatTheProtocolHides(EvaluationProtocol protocol, int hidden)
    {
        using var folder = await FolderWithLibraryAsync();
        var dataset = new Dataset(_catalog, Splits.Histories([1, 2, 1], [1, 2, 3, 4], [5, 6, 5, 6, 5], [7, 8]));
        var stage = new EvaluateStage(_ => new NoModels(), _ => dataset);
        var report = await stage.RunAsync(
            new() { Source = RecommendationSource.Popular, Protocol = protocol }, folder.Context("evaluation"),
            TestContext.Current.CancellationToken);
        Assert.Equal((3, hidden), (report.Users, report.HiddenTargets));
    }

    [Fact]
    public async Task Run_LoadsTheModelsForTheThreadsThatAreAskedFor()
    {
        using var folder = await FolderWithLibraryAsync();
        var threads = -1;
        var models = new FakeModels(new FakeRanker(ItemCount, (_, item) => -item), _generator);
        var stage = new EvaluateStage(
            asked =>
            {
                threads = asked;
                return models;
            },
            _ => new Dataset(_catalog, _histories));
        await stage.RunAsync(new() { Threads = 3 }, folder.Context("evaluation"), TestContext.Current.CancellationToken);
        Assert.Equal(3, threads);
    }

    [Fact]
    public async Task Run_LetsTheGeneratorStopWithinABatch()
    {
        using var folder = await FolderWithLibraryAsync();
        using var stopping = new CancellationTokenSource();
        var generator = new FakeGenerator(_ =>
        {
            stopping.Cancel();
            return [_termIds[10]];
        });
        var stage = new EvaluateStage(_ => new FakeModels(new FakeRanker(ItemCount, (_, _) => 0), generator),
            _ => new Dataset(_catalog, _histories));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.RunAsync(new(), folder.Context("evaluation"), stopping.Token));
        Assert.Single(generator.Requests);
    }

    private sealed class NoModels : IModelLoader
    {
        public LoadedModels Load(
            GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode)
            => throw new InvalidOperationException("A baseline needs no model.");
    }

    private static async Task<TemporaryFolder> FolderWithLibraryAsync()
    {
        var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Context("terms").OutputDirectory, "term-ids.parquet");
        await TermIdTable.WriteAsync(path, _catalog, _termIds, TestContext.Current.CancellationToken);
        return folder;
    }

    [Fact]
    public async Task Run_RefusesValidationTargets_ThatTheRankerWasRefitOn_AndStatesTheRefitOtherwise()
    {
        using var folder = await FolderWithLibraryAsync();
        var models = new FakeModels(new FakeRanker(ItemCount, (_, item) => -item), _generator) { IsRefit = true };
        var stage = new EvaluateStage(_ => models, _ => new Dataset(_catalog, _histories));
        var context = folder.Context("evaluation");

        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => stage.RunAsync(new() { Part = SplitPart.Validation }, context, TestContext.Current.CancellationToken));
        Assert.Contains("option 'refit'", error.Message, StringComparison.Ordinal);
        Assert.True((await stage.RunAsync(new(), context, TestContext.Current.CancellationToken)).Refit);
        Assert.False((await RunAsync(folder, new())).Refit);
    }

    private Task<EvaluationReport> RunAsync(TemporaryFolder folder, EvaluateOptions options)
        => new EvaluateStage(_ => new FakeModels(new FakeRanker(ItemCount, (_, item) => -item), _generator),
            _ => new Dataset(_catalog, _histories))
            .RunAsync(options, folder.Context("evaluation"), TestContext.Current.CancellationToken);
}
