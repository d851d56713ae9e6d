using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class CompactTermIdGeneratorTests : IDisposable
{
    private const int Beams = 7;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly int _threads = get_num_threads();
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
        set_num_threads(_threads);
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
            Assert.All(termIds, termId => Assert.Contains(_shop.Library.ItemsOf(termId.TermId).ToArray(), item => !request.ExcludedItems.Contains(item)));
        }
    }

    [Fact]
    public void Generate_GivesEachUserTheProbabilitiesOfTheFormula()
    {
        var users = _requests.Select(request => request with { ExcludedItems = GenerationRequest.NothingExcluded }).ToArray();
        var expected = LeafProbabilities.Of(_model, _ranker.Encode([.. users.Select(user => user.History)]));
        var generated = new CompactTermIdGenerator(_shop.Library, _ranker, _model).Generate(users, 1_000);
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
            AssertSame(expected, Generate([request])[0]);
        }
    }

    [Fact]
    public void Generate_DoesNotDependOnTheNumberOfThreads()
    {
        set_num_threads(1);
        var one = Generate(_requests);
        set_num_threads(4);
        foreach (var (expected, actual) in one.Zip(Generate(_requests)))
        {
            AssertSame(expected, actual);
        }
    }

    [Fact]
    public void Generate_AnswersNobodyWithNothing() => Assert.Empty(Generate([]));

    [Fact]
    public void Generate_RefusesZeroBeams()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new CompactTermIdGenerator(_shop.Library, _ranker, _model).Generate(_requests, 0));

    [Fact]
    public void Generate_FollowsTheOnlyTermIdOfALibraryThatHasOne()
    {
        var shop = new TinyShop(items: 5, termsOfSlot: 1);
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = shop.CreateGenerator(ranker);
        var generated = new CompactTermIdGenerator(shop.Library, ranker, model).Generate([new([1], GenerationRequest.NothingExcluded)], Beams);
        Assert.Equal([new GeneratedTermId(shop.Library.TermIdOf(0)!, 0)], generated[0]);
    }

    private static void AssertSame(IReadOnlyList<GeneratedTermId> expected, IReadOnlyList<GeneratedTermId> actual)
    {
        Assert.Equal(expected.Select(termId => termId.TermId), actual.Select(termId => termId.TermId));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-4));
    }

    private IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(GenerationRequest[] requests)
        => new CompactTermIdGenerator(_shop.Library, _ranker, _model).Generate(requests, Beams);
}
