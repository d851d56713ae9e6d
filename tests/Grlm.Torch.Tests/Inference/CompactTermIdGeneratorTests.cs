using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class CompactTermIdGeneratorTests : IDisposable
{
    private const int Beams = 7;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly TinyShop _shop = new(items: 60, withoutTermId: 9);
    private readonly RankerModel _rankerModel;
    private readonly TorchRanker _ranker;
    private readonly CompactGeneratorModel _model;
    private readonly GenerationRequest[] _requests;

    public CompactTermIdGeneratorTests()
    {
        _rankerModel = _shop.CreateRanker();
        _ranker = new TorchRanker(_rankerModel);
        _model = _shop.CreateGenerator(_ranker);
        _requests = [.. _shop.RandomHistories(25).Select(history => new GenerationRequest(history, history.ToHashSet()))];
    }

    public void Dispose()
    {
        _model.Dispose();
        _ranker.Dispose();
        _rankerModel.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Generate_WritesTermIdsOfTheLibraryWithAnItemThatMayBeShown()
    {
        var generated = Generate(_requests);
        Assert.Equal(_requests.Length, generated.Count);
        foreach (var (request, termIds) in _requests.Zip(generated))
        {
            Assert.Equal(Beams, termIds.Count);
            Assert.Equal(Beams, termIds.Select(termId => termId.TermId).Distinct().Count());
            Assert.All(termIds,
                termId => Assert.Contains(_shop.Library.ItemsOf(termId.TermId).ToArray(), item => !request.ExcludedItems.Contains(item)));
        }
    }

    [Fact]
    public void Generate_GivesEachUserTheProbabilitiesOfTheFormula()
    {
        var users = _requests.Select(request => request with { ExcludedItems = GenerationRequest.NothingExcluded }).ToArray();
        var expected = LeafProbabilities.Of(
            _model, _ranker.Encode([.. users.Select(user => user.History)]), [.. users.Select(user => user.History)]);
        var generated = Snapshot().Generate(users, 1_000, TestContext.Current.CancellationToken);
        foreach (var (leaves, termIds) in expected.Zip(generated))
        {
            Assert.Equal(leaves.Count, termIds.Count);
            Assert.All(termIds, termId => Assert.Equal(
                leaves[_shop.Library.Trie.LeafOf(_shop.Library.ItemsOf(termId.TermId)[0])], termId.LogProbability, 1e-4));
        }
    }

    [Fact]
    public void Generate_DoesNotDependOnTheOtherUsersOfABatch()
    {
        var together = Generate(_requests);
        foreach (var (request, expected) in _requests.Zip(together))
        {
            Assert.Equal(expected, Generate([request])[0]);
        }
    }

    [Fact]
    public void Generate_DoesNotDependOnTheNumberOfThreads()
        => Assert.Equal(Snapshot(threads: 1).Generate(_requests, Beams, TestContext.Current.CancellationToken),
            Snapshot(threads: 4).Generate(_requests, Beams, TestContext.Current.CancellationToken));

    [Fact]
    public void Generate_IsSafeForManyCallersAtATime()
    {
        var generator = Snapshot();
        var expected = _requests
            .Select(request => generator.Generate([request], Beams, TestContext.Current.CancellationToken)[0]).ToArray();
        Parallel.For(0, 8 * _requests.Length, caller =>
            Assert.Equal(expected[caller % _requests.Length],
                generator.Generate([_requests[caller % _requests.Length]], Beams, TestContext.Current.CancellationToken)[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public void GenerateWithScores_GivesTheBitsOfGeneratorAndRankerAskedApart(int users)
    {
        var requests = _requests[..users];
        var ranker = RankerArtifact.Snapshot(_rankerModel, _shop.Library);
        var generator = GeneratorArtifact.Snapshot(_model, ranker, _shop.Library);
        var (together, apart) = (new float[users * ranker.ItemCount], new float[users * ranker.ItemCount]);
        var generated = generator.Generate(requests, Beams, together, TestContext.Current.CancellationToken);
        ranker.Score([.. requests.Select(request => request.History)], apart, TestContext.Current.CancellationToken);
        Assert.Equal(generator.Generate(requests, Beams, TestContext.Current.CancellationToken), generated);
        Assert.Equal(apart, together);
        Assert.True(generator.ScoresLike(ranker));
        Assert.False(generator.ScoresLike(RankerArtifact.Snapshot(_rankerModel, _shop.Library)));
    }

    [Fact]
    public void Recommend_FusesTheSameWhetherTheHistoryIsReadOnceOrTwice()
    {
        var ranker = RankerArtifact.Snapshot(_rankerModel, _shop.Library);
        var generator = GeneratorArtifact.Snapshot(_model, ranker, _shop.Library);
        var settings = new RecommendationSettings { Source = RecommendationSource.Fused, Beams = Beams };
        var popularity = new int[_shop.Library.ItemCount];
        Assert.Equal(
            new Recommender(_shop.Library, new Apart(generator), ranker, popularity).Recommend(_requests,
                settings, TestContext.Current.CancellationToken),
            new Recommender(_shop.Library, generator, ranker, popularity).Recommend(_requests, settings,
                TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Generate_AnswersNobodyWithNothing() => Assert.Empty(Generate([]));

    [Fact]
    public void Generate_RefusesZeroBeams()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Snapshot().Generate(_requests, 0, TestContext.Current.CancellationToken));

    [Fact]
    public void Generate_FollowsTheOnlyTermIdOfALibraryThatHasOne()
    {
        var shop = new TinyShop(items: 5, termsOfSlot: 1);
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = shop.CreateGenerator(ranker);
        var generated = GeneratorArtifact.Snapshot(model, RankerArtifact.Snapshot(rankerModel, shop.Library), shop.Library)
            .Generate([new([1], GenerationRequest.NothingExcluded)], Beams, TestContext.Current.CancellationToken);
        Assert.Equal([new GeneratedTermId(shop.Library.TermIdOf(0)!, 0)], generated[0]);
    }

    private IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(GenerationRequest[] requests) => Snapshot().Generate(requests, Beams);

    private CompactTermIdGenerator Snapshot(int threads = 2)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        var generator = GeneratorArtifact.Snapshot(_model, RankerArtifact.Snapshot(_rankerModel, _shop.Library), _shop.Library);
        set_num_threads(before);
        return generator;
    }

    /// <summary>The same generator without its scores.</summary>
    private sealed class Apart(CompactTermIdGenerator generator) : ITermIdGenerator
    {
        public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
            IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
            => generator.Generate(requests, beams, cancellationToken);
    }
}
