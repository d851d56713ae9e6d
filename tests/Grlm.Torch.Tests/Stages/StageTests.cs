namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class StageTests(SampleWorkspaces workspaces) : IClassFixture<SampleWorkspaces>
{
    private static readonly RankOptions _rank = new()
    {
        ContentMembers = 0,
        Width = 32,
        MaximumHistory = 20,
        Epochs = 2,
        BatchSize = 32,
        WarmupSteps = 5,
        Threads = 2
    };
    private static readonly TrainOptions _train = new() { Epochs = 2, Compact = new() { BatchSize = 256 }, Threads = 2 };

    [Fact]
    public async Task Stages_MakeModelsThatRecommendDistinctItems()
    {
        var workspace = workspaces.Copy();
        var rank = await SampleWorkspaces.RunAsync(new RankStage(), _rank, workspace);
        var train = await SampleWorkspaces.RunAsync(new TrainStage(), _train, workspace);

        string[] files = ["config.json", "manifest.json", "model.safetensors", "training.jsonl"];
        Assert.Equal([.. files[..3], "similar.parquet", files[3]], FilesOf(workspace, ArtifactNames.Ranker));
        Assert.Equal(["config.json", ArtifactNames.Fusion, .. files[1..]], FilesOf(workspace, ArtifactNames.Model));
        Assert.Equal((2, 2), (rank.Epochs, train.Epochs));

        var dataset = DatasetReader.Read(workspace);
        var library = TermLibraryReader.Read(workspace, dataset.Catalog);
        using var models = new CompactModelLoader(threads: 2).Load(workspace, dataset.Catalog, library, RecommendationSource.Fused,
            GenerationMode.Constrained);
        var (ranker, generator) = (models.Ranker, models.Generator!);
        Assert.Equal(dataset.Catalog.Count, ranker.ItemCount);
        var scores = new float[dataset.Catalog.Count];
        ranker.Score([[4, 5, 9]], scores, TestContext.Current.CancellationToken);
        Assert.Equal(1, scores.Sum(score => Math.Exp(score)), 1e-4);
        var generated = generator.Generate([new GenerationRequest([4, 5, 9], new HashSet<int> { 4, 5, 9 })],
            20, TestContext.Current.CancellationToken)[0];
        Assert.Equal(20, generated.Select(termId => termId.TermId).Distinct().Count());
        Assert.All(generated, termId => Assert.NotEmpty(library.ItemsOf(termId.TermId).ToArray()));

        var recommender = new Recommender(library, generator, ranker, new int[library.ItemCount]);
        var request = new GenerationRequest([4, 5, 9], GenerationRequest.NothingExcluded);
        foreach (var source in (RecommendationSource[])[RecommendationSource.Ranker, RecommendationSource.Generator,
            RecommendationSource.Fused])
        {
            var list = recommender.Recommend([request], new RecommendationSettings { Source = source },
                TestContext.Current.CancellationToken)[0];
            var items = list.Select(recommendation => recommendation.Item).ToArray();
            Assert.Equal(10, items.Distinct().Count());
            Assert.All(items, item => Assert.InRange(item, 0, dataset.Catalog.Count - 1));
        }
    }

    [Fact]
    public async Task Stages_CancelledAndRunAgainMakeTheSameModels()
    {
        var whole = workspaces.Copy();
        using var rankSteps = new ProgressProbe();
        using var trainSteps = new ProgressProbe();
        await SampleWorkspaces.RunAsync(new RankStage(), _rank, whole, rankSteps);
        await SampleWorkspaces.RunAsync(new TrainStage(), _train, whole, trainSteps);

        var resumed = workspaces.Copy();
        await CancelAsync(new RankStage(), _rank, resumed, rankSteps.Reports * 2 / 3);
        Assert.NotEmpty(Directory.GetFiles(resumed.PathOf("ranker.partial"), "checkpoint-*", SearchOption.AllDirectories));
        await SampleWorkspaces.RunAsync(new RankStage(), _rank, resumed);
        Assert.Equal(WeightsOf(whole, ArtifactNames.Ranker), WeightsOf(resumed, ArtifactNames.Ranker));

        await CancelAsync(new TrainStage(), _train, resumed, trainSteps.Reports * 2 / 3);
        Assert.NotEmpty(Directory.GetFiles(resumed.PathOf("model.partial"), "checkpoint-*"));
        await SampleWorkspaces.RunAsync(new TrainStage(), _train, resumed);
        Assert.Equal(WeightsOf(whole, ArtifactNames.Model), WeightsOf(resumed, ArtifactNames.Model));
    }

    [Fact]
    public async Task RankStage_OfSeveralMembersRefit_InterruptedAnywhere_MakesTheSameRanker()
    {
        var options = _rank with { Members = 1, ContentMembers = 1, ItemDropout = 0.2, Refit = true };
        var whole = workspaces.Copy();
        using var steps = new ProgressProbe();
        var report = await SampleWorkspaces.RunAsync(new RankStage(), options, whole, steps);

        Assert.Null(report.ValidationRecallAt10);
        var log = TrainingCheckpoint.ReadLog(whole.PathOf(ArtifactNames.Ranker, TrainingCheckpoint.TrainingLog));
        Assert.Equal([1, 1, 1, 2, 2, 2], log.Take(6).Select(epoch => epoch.Member));
        Assert.All(log.Take(6), epoch => Assert.NotNull(epoch.ValidationRecallAt10));
        Assert.All(log.Skip(6), epoch => Assert.Null(epoch.ValidationRecallAt10));
        Assert.Empty(Directory.GetDirectories(whole.PathOf(ArtifactNames.Ranker)));
        var dataset = DatasetReader.Read(whole);
        var library = TermLibraryReader.Read(whole, dataset.Catalog);
        using (var models = new CompactModelLoader().Load(whole, dataset.Catalog, library, RecommendationSource.Ranker,
            GenerationMode.Constrained))
        {
            Assert.True(models.IsRefit);
        }

        foreach (var share in (double[])[0.3, 0.6, 0.9])
        {
            var resumed = workspaces.Copy();
            await CancelAsync(new RankStage(), options, resumed, (int)(steps.Reports * share));
            await SampleWorkspaces.RunAsync(new RankStage(), options, resumed);
            Assert.Equal(WeightsOf(whole, ArtifactNames.Ranker), WeightsOf(resumed, ArtifactNames.Ranker));
        }
    }

    [Fact]
    public async Task RankStage_RefitOfARankerThatIsThere_TrainsOnceAndMakesTheSameRanker()
    {
        var options = _rank with { ContentMembers = 1 };
        var (atOnce, after) = (workspaces.Copy(), workspaces.Copy());
        using var all = new ProgressProbe();
        using var rest = new ProgressProbe();
        await SampleWorkspaces.RunAsync(new RankStage(), options with { Refit = true }, atOnce, all);
        await SampleWorkspaces.RunAsync(new RankStage(), options, after);
        await SampleWorkspaces.RunAsync(new RankStage(), options with { Refit = true }, after, rest);

        Assert.InRange(rest.Reports, 1, (all.Reports / 2) + 1);
        Assert.Equal(File.ReadAllText(Log(atOnce)), File.ReadAllText(Log(after)));
        Assert.Equal(WeightsOf(atOnce, ArtifactNames.Ranker), WeightsOf(after, ArtifactNames.Ranker));

        static string Log(GrlmWorkspace workspace) => workspace.PathOf(ArtifactNames.Ranker, TrainingCheckpoint.TrainingLog);
    }

    [Fact]
    public async Task RankStage_ReadsTextVectorsWhereThereAreAny()
    {
        var (with, without) = (workspaces.Copy(), workspaces.Copy());
        await SampleWorkspaces.RunAsync(new EmbedStage(new EmbeddingProviders()), new EmbedOptions(), with);
        var more = await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, with);
        var fewer = await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, without);
        Assert.Equal(more.Parameters, fewer.Parameters + (_rank.Width * new EmbedOptions().Width));
        Assert.Equal(fewer, await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1, TextVectors = false }, with));
    }

    [Fact]
    public async Task RankStage_RefusesARankerOfNobody()
        => await Assert.ThrowsAsync<InvalidOptionsException>(
            () => SampleWorkspaces.RunAsync(new RankStage(), _rank with { Members = 0 }, workspaces.Copy()));

    [Fact]
    public async Task RankStage_LeavesNoTensor()
    {
        var workspace = workspaces.Copy();
        GC.Collect();
        GC.WaitForPendingFinalizers(); // of what earlier tests left to the garbage collector
        var before = TorchSharp.torch.Tensor.TotalCount; // of all threads: a stage has one of its own
        await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, workspace);
        Assert.Equal(before, TorchSharp.torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task RankStage_FindsSimilarItemsInTrainingInteractionsAlone()
    {
        var one = workspaces.Copy();
        var other = await workspaces.ImportChangedAsync(
            sequence => sequence.Length < 4 ? sequence : [.. sequence[..^2], sequence[^1], sequence[^2]]);
        await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, one);
        await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, other);
        var table = SimilarOf(one);
        Assert.Equal(table, SimilarOf(other));
        var catalog = DatasetReader.Read(one).Catalog;
        var similar = NeighborTableFile.ByBehavior.Read(one, catalog);
        Assert.Contains(Enumerable.Range(0, catalog.Count), item => similar.Of(item).Length == ItemCooccurrence.ListLength);

        static byte[] SimilarOf(GrlmWorkspace workspace)
            => File.ReadAllBytes(workspace.PathOf(ArtifactNames.Ranker, ArtifactNames.SimilarItems));
    }

    [Fact]
    public async Task RankStage_WithAnotherSeedMakesAnotherModel()
    {
        var (one, other) = (workspaces.Copy(), workspaces.Copy());
        await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1 }, one);
        await SampleWorkspaces.RunAsync(new RankStage(), _rank with { Epochs = 1, Seed = 43 }, other);
        Assert.NotEqual(WeightsOf(one, ArtifactNames.Ranker), WeightsOf(other, ArtifactNames.Ranker));
    }

    [Fact]
    public async Task RankStage_RefusesAWidthThatTheHeadsCannotShare()
        => await Assert.ThrowsAsync<InvalidOptionsException>(
            () => SampleWorkspaces.RunAsync(new RankStage(), _rank with { Heads = 3 }, workspaces.Copy()));

    [Fact]
    public async Task TrainStage_AsksForTheRankerFirst()
        => Assert.Contains(
            "stage 'rank'",
            (await Assert.ThrowsAsync<MissingPrerequisiteException>(
                () => SampleWorkspaces.RunAsync(new TrainStage(), _train, workspaces.Copy()))).Message,
            StringComparison.Ordinal);

    private static async Task CancelAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage, TOptions options, GrlmWorkspace workspace, int atReport)
        where TOptions : class
        where TResult : notnull
    {
        using var probe = new ProgressProbe(report => report == atReport);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SampleWorkspaces.RunAsync(stage, options, workspace, probe));
    }

    private static byte[] WeightsOf(GrlmWorkspace workspace, string artifact)
        => File.ReadAllBytes(workspace.PathOf(artifact, "model.safetensors"));

    private static IEnumerable<string?> FilesOf(GrlmWorkspace workspace, string artifact)
        => Directory.GetFiles(workspace.PathOf(artifact)).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
