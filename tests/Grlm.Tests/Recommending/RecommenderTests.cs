using CsCheck;

namespace Grlm.Tests;

public sealed class RecommenderTests
{
    // Items of Libraries.Worked: 1 and 3 share a TID.
    private static readonly TermId _collided = new("shampoo", "repair", "argan", "salon", "women");
    private static readonly TermId _soap = new("soap", "deep-clean", "charcoal", "raw", "men");
    private static readonly TermId _invented = new("conditioner", "repair", "argan", "salon", "unisex");
    private static readonly int[] _popularity = [5, 2, 4, 9, 7];
    private static readonly GenerationRequest _anyone = new([0], GenerationRequest.NothingExcluded);

    [Fact]
    public void Recommend_ReturnsEveryItemOfACollidedTermId_MorePopularFirst()
        => Assert.Equal(
            [new Recommendation(4, -1, GroundingSource.Direct), new(3, -2, GroundingSource.Direct), new(1, -2, GroundingSource.Direct)],
            Ground(_anyone, [_soap, _collided], new() { Count = 3 }));

    [Fact]
    public void Recommend_OrdersACollidedTermIdByTheRanker_WhereThereIsOne()
    {
        var ranker = new FakeRanker(5, (_, item) => -item);
        Assert.Equal([4, 1, 3], ItemsOf(Ground(_anyone, [_soap, _collided], new() { Count = 3 }, ranker)));
        Assert.Equal([1], ranker.BatchSizes);
    }

    [Fact]
    public void Recommend_OrdersACollidedTermIdByItem_WherePopularityTies()
        => Assert.Equal([1, 3], ItemsOf(new Recommender(Libraries.Worked, null, null, [0, 0, 0, 0, 0])
            .Ground([_anyone], [Beams.Of(_collided)], new() { Count = 2 }, TestContext.Current.CancellationToken)[0]));

    [Fact]
    public void Recommend_AsksTheRankerOnlyForUsersWithACollision_InOneBatch()
    {
        var ranker = new FakeRanker(5, (history, item) => history[0] * item);
        var recommender = new Recommender(Libraries.Worked, null, ranker, _popularity);
        GenerationRequest[] requests =
        [
            new([-1], GenerationRequest.NothingExcluded),
            new([7], GenerationRequest.NothingExcluded),
            new([1], GenerationRequest.NothingExcluded),
            new([8], new HashSet<int> { 1 }),
        ];
        var lists = recommender.Ground(
            requests,
            [Beams.Of(_collided), Beams.Of(_soap, _collided), Beams.Of(_collided), Beams.Of(_collided)],
            new() { Count = 1 }, TestContext.Current.CancellationToken);
        // The second is full before its collision, the fourth has one allowed item left under it.
        Assert.Equal([1, 4, 3, 3], lists.Select(list => list[0].Item));
        Assert.Equal([2], ranker.BatchSizes);
        Assert.Equal([-1, 1], ranker.Histories.Select(history => history[0]));
    }

    [Fact]
    public void Recommend_NeverReturnsExcludedItems_AndGoesOnWithTheNextBeam()
        => Assert.Equal(
            [new Recommendation(1, -1, GroundingSource.Direct), new(4, -2, GroundingSource.Direct)],
            Ground(new([0], new HashSet<int> { 3 }), [_collided, _soap], new() { Count = 2 }));

    [Fact]
    public void Recommend_ReturnsOnlyWhatTheFilterAllows_FromEverySource()
    {
        var request = _anyone with { Filter = new ItemFilter(5, item => item is 0 or 1 or 2) };
        var ranker = new FakeRanker(5, (_, item) => item);
        Assert.Equal([1, 2, 0],
            ItemsOf(Ground(request, [_collided, _invented], new() { Count = 5, FillFrom = FillSource.Ranker }, ranker)));
        Assert.Equal([1, 2, 0], ItemsOf(Ground(request, [_collided, _invented], new() { Count = 5, FillFrom = FillSource.Popular })));
        Assert.Equal([2, 1, 0], ItemsOf(Ground(request, [], new() { Source = RecommendationSource.Ranker, Count = 5 }, ranker)));
    }

    [Fact]
    public void Recommend_MapsStructurallyWhatIsMissing_BeamsWithoutAnItemFirst()
    {
        // The invented TID agrees best with item 2 (1/2 + 1/3 + 1/5 + 1/6), then with 3 before 1 (1/3 + 1/4 + 1/5, by popularity); the soap
        // is listed and agrees with nothing else.
        var list = Ground(_anyone, [_soap, _invented], new() { Count = 4 });
        Assert.Equal([4, 2, 3, 1], ItemsOf(list));
        Assert.Equal(
            [GroundingSource.Direct, GroundingSource.Structural, GroundingSource.Structural, GroundingSource.Structural],
            list.Select(item => item.Source));
        Assert.Equal(1.2, list[1].Score, 12);
    }

    [Fact]
    public void Recommend_TakesTheBeamsInTurns_WhenItMapsStructurally()
    {
        // Item 2 for the first invented TID, item 4 for the second, then the first again.
        var soapLike = new TermId("soap", "gentle", "charcoal", "bar", "kids");
        Assert.Equal([2, 4, 3], ItemsOf(Ground(_anyone, [_invented, soapLike], new() { Count = 3 })));
    }

    [Fact]
    public void Recommend_ComesUpShort_WhereNothingFills()
        => Assert.Equal([4], ItemsOf(Ground(_anyone, [_soap], new() { Count = 5 })));

    [Fact]
    public void Recommend_FillsWithPopularItems_WhenAsked()
    {
        var list = Ground(new([0], new HashSet<int> { 0 }), [_soap], new() { Count = 5, FillFrom = FillSource.Popular });
        Assert.Equal([4, 3, 2, 1], ItemsOf(list));
        Assert.Equal(new Recommendation(3, 9, GroundingSource.Popular), list[1]);
    }

    [Fact]
    public void Recommend_FillsFromTheRanker_WhenAsked()
    {
        var ranker = new FakeRanker(5, (_, item) => -item);
        var list = Ground(_anyone, [_soap], new() { Count = 3, FillFrom = FillSource.Ranker }, ranker);
        Assert.Equal([new Recommendation(4, -1, GroundingSource.Direct), new(0, 0, GroundingSource.Ranker),
            new(1, -1, GroundingSource.Ranker)], list);
        Assert.Throws<ArgumentException>(() => Ground(_anyone, [_soap], new() { Count = 3, FillFrom = FillSource.Ranker }));
    }

    [Fact]
    public void Recommend_RanksByScoreThenItemOrder_WhenTheRankerIsTheSource()
    {
        var ranker = new FakeRanker(5, (_, item) => item is 1 or 4 ? -1 : -2);
        var recommender = new Recommender(Libraries.Worked, null, ranker, _popularity);
        var lists = recommender.Recommend(
            [_anyone, new([0], new HashSet<int> { 1, 0 })], new() { Source = RecommendationSource.Ranker, Count = 3 },
            TestContext.Current.CancellationToken);
        Assert.Equal([new Recommendation(1, -1, GroundingSource.Ranker), new(4, -1, GroundingSource.Ranker),
            new(0, -2, GroundingSource.Ranker)], lists[0]);
        Assert.Equal([4, 2, 3], ItemsOf(lists[1]));
    }

    [Fact]
    public void Recommend_RefusesASourceThatIsNotThere()
    {
        var recommender = new Recommender(Libraries.Worked, null, null, _popularity);
        Assert.Throws<ArgumentException>(() => recommender.Recommend([_anyone], new(), TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(
            () => recommender.Recommend([_anyone], new() { Source = RecommendationSource.Ranker }, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new Recommender(Libraries.Worked, null, new FakeRanker(4, (_, _) => 0), _popularity));
    }

    [Fact]
    public void Recommend_GivesDistinctAllowedItems_FromTheSourcesInTheirOrder() => _cases.Sample(test =>
    {
        var list = test.Recommend();
        Assert.Equal(list.Count, list.Select(item => item.Item).Distinct().Count());
        Assert.All(list, item => Assert.True(test.Allows(item.Item)));
        Assert.True(list.Count <= test.Settings.Count);
        var allowed = Enumerable.Range(0, test.Library.ItemCount).Count(test.Allows);
        if (test.Settings.FillFrom is not null || test.Settings.Source != RecommendationSource.Generator)
        {
            Assert.Equal(Math.Min(test.Settings.Count, allowed), list.Count);
        }

        Assert.Equal(list.Select(item => item.Source).Order(), list.Select(item => item.Source));
        foreach (var part in list.GroupBy(item => item.Source).Where(part => part.Key != GroundingSource.Structural))
        {
            Assert.Equal(part.Select(item => item.Score).OrderDescending(), part.Select(item => item.Score));
        }
    });

    [Fact]
    public void Recommend_ListsEveryAllowedItemOfTheGeneratedTermIdsFirst() => _generatorCases.Sample(test =>
    {
        var expected = test.Generated
            .SelectMany(termId => test.Library.ItemsOf(termId).ToArray()
                .OrderByDescending(item => test.HasRanker ? test.Scores[item] : test.Popularity[item])
                .ThenByDescending(item => test.Popularity[item])
                .ThenBy(item => item))
            .Where(test.Allows)
            .Distinct()
            .Take(test.Settings.Count);
        Assert.Equal(expected, test.Recommend().Where(item => item.Source == GroundingSource.Direct).Select(item => item.Item));
    });

    [Fact]
    public void Recommend_MapsOneInventedTermIdToTheExhaustiveWinners() => _generatorCases.Sample(test =>
    {
        var invented = new TermId([.. Enumerable.Range(0, test.Library.Length).Select(slot => slot == 0 ? "t0" : "no-such-term")]);
        var expected = Enumerable.Range(0, test.Library.ItemCount)
            .Where(item => test.Allows(item) && test.Library.TermIdOf(item)?.Terms[0] == "t0")
            .OrderByDescending(item => test.Popularity[item])
            .ThenBy(item => item)
            .Take(test.Settings.Count);
        var structural = (test with { Generated = [invented] }).Recommend()
            .Where(item => item.Source == GroundingSource.Structural)
            .Select(item => item.Item);
        Assert.Equal(test.Library.Length == 1 ? [] : expected, structural);
    });

    private static readonly Gen<Case> _cases =
        from library in Libraries.Random
        from generated in Gen.Int[0, 5].Array[library.Length].Array[0, 6]
        from excluded in Gen.Int[0, 40].HashSet[0, 15]
        from filtered in Gen.Int[0, 40].HashSet[0, 15]
        from hasFilter in Gen.Bool
        from popularity in Gen.Int[0, 3].Array[library.ItemCount]
        from scores in Gen.Int[-3, 0].Array[library.ItemCount]
        from count in Gen.Int[0, 12]
        from source in Gen.Bool.Select(isRanker => isRanker ? RecommendationSource.Ranker : RecommendationSource.Generator)
        from fill in Gen.Int[0, 2]
        from hasRanker in Gen.Bool
        select new Case(
            library,
            [.. generated.Select(terms => new TermId([.. terms.Select(term => $"t{term}")]))],
            excluded,
            hasFilter ? filtered : null,
            popularity,
            scores,
            hasRanker || fill == 1 || source != RecommendationSource.Generator,
            new RecommendationSettings { Count = count, Source = source, FillFrom = fill == 0 ? null : (FillSource)(fill - 1) });

    private static readonly Gen<Case> _generatorCases = _cases.Where(test => test.Settings.Source == RecommendationSource.Generator);

    private static IEnumerable<int> ItemsOf(IEnumerable<Recommendation> list) => list.Select(item => item.Item);

    private static IReadOnlyList<Recommendation> Ground(
        GenerationRequest request, TermId[] generated, RecommendationSettings settings, IItemRanker? ranker = null)
        => new Recommender(Libraries.Worked, new FakeGenerator(_ => generated), ranker, _popularity).Recommend([request], settings)[0];

    private sealed record Case(
        TermLibrary Library,
        TermId[] Generated,
        HashSet<int> Excluded,
        HashSet<int>? FilteredOut,
        int[] Popularity,
        int[] Scores,
        bool HasRanker,
        RecommendationSettings Settings)
    {
        public bool Allows(int item) => !Excluded.Contains(item) && FilteredOut?.Contains(item) != true;

        public IReadOnlyList<Recommendation> Recommend()
        {
            var ranker = HasRanker ? new FakeRanker(Library.ItemCount, (_, item) => Scores[item]) : null;
            var filter = FilteredOut is null ? null : new ItemFilter(Library.ItemCount, item => !FilteredOut.Contains(item));
            return new Recommender(Library, new FakeGenerator(_ => Generated), ranker, Popularity)
                .Recommend([new GenerationRequest([], Excluded) { Filter = filter }], Settings)[0];
        }
    }
}
