namespace Grlm.Tests;

public sealed class RecommenderLifetimeTests
{
    private static readonly string[] _history = ["a"];

    [Fact]
    public async Task Dispose_LeavesTheModelsToTheCallThatGoesOn_AndFreesThemWhenItIsAnswered()
    {
        var model = new SlowModel();
        var recommender = Recommender(model);
        var answer = Task.Run(() => recommender.Recommend(_history, count: 2), TestContext.Current.CancellationToken);
        await model.Entered.WaitAsync(TestContext.Current.CancellationToken);

        recommender.Dispose();
        Assert.Equal(0, model.Disposed);
        Assert.Throws<ObjectDisposedException>(() => recommender.Recommend(_history));

        model.Go.Release();
        Assert.Equal("b", Assert.Single(await answer).ItemId);
        Assert.Equal(1, model.Disposed);
    }

    [Fact]
    public void Dispose_FreesTheModelsOnce_WhoeverAsksForIt()
    {
        var recommenders = new OpenRecommenders();
        var (first, second) = (new SlowModel(), new SlowModel());
        var one = Recommender(first, recommenders);
        using var other = Recommender(second, recommenders);

        one.Dispose();
        one.Dispose();
        Assert.Equal((1, 0), (first.Disposed, second.Disposed));

        recommenders.Close();
        recommenders.Close();
        Assert.Equal((1, 1), (first.Disposed, second.Disposed));
        Assert.Throws<ObjectDisposedException>(() => other.Recommend(_history));
    }

    [Fact]
    public void ARecommenderThatIsOpenedWhileItsWorkspaceIsDisposedOf_IsDisposedOfToo()
    {
        var recommenders = new OpenRecommenders();
        recommenders.Close();
        var model = new SlowModel();
        Assert.Throws<ObjectDisposedException>(() => Recommender(model, recommenders));
        Assert.Equal(1, model.Disposed);
    }

    [Fact]
    public async Task AWorkspaceThatIsDisposedOf_OpensAndRunsNothing()
    {
        var workspace = GrlmWorkspace.Open("nowhere");
        var pipeline = workspace.Pipeline;
        Assert.Throws<MissingPrerequisiteException>(() => workspace.OpenRecommender());
        workspace.Dispose();
        Assert.Throws<ObjectDisposedException>(() => workspace.OpenRecommender());
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => pipeline.RunAsync(new CountingStage(), cancellationToken: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(workspace.Root));
    }

    private static WorkspaceRecommender Recommender(SlowModel model, OpenRecommenders? among = null)
    {
        var catalog = new Catalog([new("a", "A", "", [], ""), new("b", "B", "", [], "")]);
        var library = new TermLibrary([new TermId("red", "pen"), new TermId("blue", "pen")]);
        var models = new LoadedModels(model, generator: null, model);
        var engine = new RecommendationEngine(
            RecommendationSource.Ranker, new Dataset(catalog, new UserHistories(["u"], [0, 1], [0])), library, models);
        var recommender = new WorkspaceRecommender(engine, new RecommenderOptions()) { Among = among };
        among?.Add(recommender);
        return recommender;
    }

    /// <summary>Scores when it is told to.</summary>
    private sealed class SlowModel : IItemRanker, IDisposable
    {
        public SemaphoreSlim Entered { get; } = new(0);

        public SemaphoreSlim Go { get; } = new(0);

        public int Disposed { get; private set; }

        public int ItemCount => 2;

        public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
        {
            Entered.Release();
            Go.Wait(cancellationToken);
            Assert.Equal(0, Disposed);
            scores.Clear();
        }

        public void Dispose() => Disposed++;
    }
}
