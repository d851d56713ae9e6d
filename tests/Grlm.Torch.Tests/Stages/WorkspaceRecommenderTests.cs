using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class WorkspaceRecommenderTests(TrainedWorkspace trained) : IClassFixture<TrainedWorkspace>
{
    private static readonly string[] _history = ["K-0001", "K-0038"];

    [Fact]
    public void OpenRecommender_AnswersAsRankerAndGeneratorTogether()
    {
        var workspace = trained.Workspace;
        using var recommender = workspace.OpenRecommender();
        using var engine = RecommendationEngine.Open(workspace, new CompactModelLoader(), source: null, GenerationMode.Constrained);
        var history = _history.Select(recommender.Catalog.IndexOf).ToArray();
        var expected = engine.Recommender.Recommend(
            [new(history, history.ToHashSet())], new RecommendationSettings { Source = RecommendationSource.Fused, Count = 5 },
            TestContext.Current.CancellationToken)[0];

        var items = recommender.Recommend(_history, count: 5);

        Assert.Equal(RecommendationSource.Fused, recommender.Source);
        Assert.Equal(expected.Select(item => recommender.Catalog[item.Item].Id), items.Select(item => item.ItemId));
        Assert.Equal(expected.Select(item => (item.Score, item.Source)), items.Select(item => (item.Score, item.Source)));
        Assert.All(items, item => Assert.Equal(recommender.Catalog[recommender.Catalog.IndexOf(item.ItemId)].Title, item.Title));
        Assert.All(items, item => Assert.Equal(5, item.Terms.Count));
        Assert.Equal(_history, items.History);
    }

    [Fact]
    public async Task Recommend_AnswersABatchAsEachOfItsRequests_AndManyCallersAtATime()
    {
        using var recommender = trained.Workspace.OpenRecommender();
        var users = recommender.Catalog.Take(40).Select(item => item.Id).ToArray();
        RecommendationRequest[] requests =
        [
            .. users.Select(
                (id, index) => new RecommendationRequest { History = users[..(index % 4)], Exclude = [id], Count = 3 + (index % 2) }),
            new() { User = "1", History = _history, IncludeSeen = true },
        ];
        var apart = requests.Select(request => IdsOf(recommender.Recommend(request, TestContext.Current.CancellationToken))).ToArray();

        Assert.Equal(apart, recommender.RecommendMany(requests, TestContext.Current.CancellationToken).Select(IdsOf));
        Parallel.For(0, 200, caller => Assert.Equal(
            apart[caller % apart.Length],
            IdsOf(recommender.Recommend(requests[caller % apart.Length], TestContext.Current.CancellationToken))));
        Assert.Equal(apart[0], IdsOf(await recommender.RecommendAsync(requests[0], TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(RecommendationSource.Bm25)]
    [InlineData(RecommendationSource.Cooccurrence)]
    public void Recommend_OfABaseline_IsSafeForManyCallersAtATime(RecommendationSource source)
    {
        using var recommender = trained.Workspace.OpenRecommender(new RecommenderOptions { Source = source });
        var users = recommender.Catalog.Take(20).Select(item => item.Id).ToArray();
        var apart = users.Select(id => IdsOf(recommender.Recommend([id]))).ToArray();
        Parallel.For(0,
            400, caller => Assert.Equal(apart[caller % users.Length], IdsOf(recommender.Recommend([users[caller % users.Length]]))));
    }

    [Fact]
    public void Recommend_GivesSomebodyNewWhatIsMostPopular()
    {
        using var recommender = trained.Workspace.OpenRecommender();
        var items = recommender.Recommend([], count: 3);
        Assert.All(items, item => Assert.Equal(GroundingSource.Popular, item.Source));
        Assert.Equal(3, items.Count);
        Assert.Equal(items.OrderByDescending(item => item.Score), items);
    }

    [Fact]
    public void Recommend_ShowsWhatMeetsTheCriteria_AndPutsAHistoryBehindTheUsers()
    {
        using var recommender = trained.Workspace.OpenRecommender();
        var criteria = new ItemCriteria { Brands = [recommender.Catalog.GroupBy(item => item.Brand).MaxBy(brand => brand.Count())!.Key] };
        var items = recommender.Recommend(
            new RecommendationRequest { User = "1", History = _history, Criteria = criteria }, TestContext.Current.CancellationToken);
        Assert.NotEmpty(items);
        Assert.All(items, item => Assert.Equal(criteria.Brands[0], recommender.Catalog[recommender.Catalog.IndexOf(item.ItemId)].Brand));
        Assert.Equal(_history, items.History.TakeLast(2));
        Assert.Equal(recommender.RecommendTo("1").History, items.History.SkipLast(2));
    }

    [Fact]
    public void Recommend_NamesWhatItDoesNotKnow()
    {
        using var recommender = trained.Workspace.OpenRecommender();
        Assert.Contains("'K-9999'", Assert.Throws<InvalidInputException>(() => recommender.Recommend(["K-9999"])).Message,
            StringComparison.Ordinal);
        Assert.Contains("'nobody'", Assert.Throws<InvalidInputException>(() => recommender.RecommendTo("nobody")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidOptionsException>(() => recommender.Recommend(_history, count: 0));
        Assert.Throws<OperationCanceledException>(
            () => recommender.Recommend(new RecommendationRequest(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void OpenRecommender_SaysWhatToRunWhereNothingIs()
    {
        var refusal = Assert.Throws<MissingPrerequisiteException>(() => GrlmWorkspace.Open("no-such-folder").OpenRecommender());
        Assert.Contains("stage '", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposingAWorkspace_DisposesOfWhatWasOpenedFromIt()
    {
        var workspace = GrlmWorkspace.Open(trained.Workspace.Root);
        var recommender = workspace.OpenRecommender();
        Assert.NotEmpty(recommender.Recommend(_history));
        workspace.Dispose();
        Assert.Throws<ObjectDisposedException>(() => recommender.Recommend(_history));
        Assert.Throws<ObjectDisposedException>(() => workspace.OpenRecommender());
    }

    [Fact]
    public async Task AddGrlm_GivesOneRecommenderToAllWhoAsk()
    {
        var workspace = trained.Workspace;
        await using var provider = new ServiceCollection()
            .AddGrlm(workspace.Root, new RecommenderOptions { Source = RecommendationSource.Ranker })
            .BuildServiceProvider();
        var recommender = provider.GetRequiredService<IRecommender>();
        Assert.Same(recommender, provider.GetRequiredService<IRecommender>());
        Assert.All(recommender.Recommend(_history), item => Assert.Equal(GroundingSource.Ranker, item.Source));
    }

    [Fact]
    public async Task AddGrlm_TakesProvidersByName()
    {
        using var client = new SilentClient();
        await using var provider = new ServiceCollection()
            .AddGrlm(trained.Workspace.Root).UseTermProvider("mine", client).UseTermProvider("other", client).BuildServiceProvider();
        var stage = provider.GetRequiredService<TermsStage>();
        Assert.NotEmpty(stage.InputsOf(new TermsOptions { Provider = "mine" }).Artifacts);
        Assert.Contains("There are: extract, mine, other.", Assert.Throws<InvalidOptionsException>(
            () => stage.InputsOf(new TermsOptions { Provider = "torch" })).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOptionsException>(
            () => provider.GetRequiredService<EmbedStage>().InputsOf(new EmbedOptions { Provider = "mine" }));
    }

    private sealed class SilentClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private static string[] IdsOf(RecommendedItems items) => [.. items.Select(item => item.ItemId)];
}
