using CsCheck;

namespace Grlm.Tests;

public sealed class FusedRankingTests
{
    private static readonly TermLibrary _library = Libraries.Worked;
    private static readonly GenerationRequest _anyone = new([0], GenerationRequest.NothingExcluded);

    // The beams say .5 for item 4 and .1 for item 2, and leave .4; the ranker gives the others .7 together, so that the generator's share
    // of item 0 is .4 * .4 / .7. The products are .0914, .0229, .0200, .0057 and .0500.
    private static readonly float[] _scores = [Log(0.4), Log(0.2), Log(0.2), Log(0.1), Log(0.1)];
    private static readonly GeneratedTermId[] _beams = [new(_library.TermIdOf(4)!, Math.Log(0.5)),
        new(_library.TermIdOf(2)!, Math.Log(0.1))];

    [Fact]
    public void List_OrdersTheWorkedExampleByTheProductOfTheProbabilities()
    {
        var list = FusedRanking.Of(Live(_library), _anyone, _beams, _scores, 5).List(weight: 1, 5);
        Assert.Equal([0, 4, 1, 2, 3], list.Select(item => item.Item));
        Assert.Equal(
            [GroundingSource.Ranker, GroundingSource.Direct, GroundingSource.Ranker, GroundingSource.Direct, GroundingSource.Ranker],
            list.Select(item => item.Source));
        double[] products = [0.4 * 0.4 * 0.4 / 0.7, 0.1 * 0.5, 0.2 * 0.4 * 0.2 / 0.7, 0.2 * 0.1, 0.1 * 0.4 * 0.1 / 0.7];
        Assert.All(list.Zip(products), pair => Assert.Equal(Math.Log(pair.Second), pair.First.Score, 1e-6));
    }

    [Fact]
    public void List_IsTheRankersWithoutWeightAndTheGeneratorsWithMuch()
    {
        var ranking = FusedRanking.Of(Live(_library), _anyone, _beams, _scores, 5);
        Assert.Equal([0, 1, 2, 3, 4], ranking.List(weight: 0, 5).Select(item => item.Item));
        Assert.Equal([4, 0], ranking.List(weight: 100, 2).Select(item => item.Item));
    }

    [Fact]
    public void List_TakesBeamsThatLeaveNothingOverOrComeTwice()
    {
        GeneratedTermId sure = new(_library.TermIdOf(1)!, 0);
        var list = FusedRanking.Of(Live(_library), _anyone, [sure, sure], _scores, 5).List(weight: 1, 5);
        Assert.Equal([1, 3, 0, 2, 4], list.Select(item => item.Item)); // 1 and 3 share the TID
        Assert.All(list, item => Assert.True(double.IsFinite(item.Score)));
    }

    [Fact]
    public void List_EqualsTheFormulaOverTheWholeCatalogue() => Gen.Select(
        Libraries.Random, Gen.Int[0, 100_000], Gen.Int[1, 12], Gen.Double[0, 4]).Sample((library, seed, count, weight) =>
    {
        var random = new Random(seed);
        var scores = Normalized(random, library.ItemCount);
        int[] leaves = [.. library.Trie.Items.ToArray().Select(library.Trie.LeafOf).Distinct().Where(_ => random.Next(3) == 0)];
        GeneratedTermId[] beams = [.. leaves.Select(leaf => new GeneratedTermId(
            library.TermIdOf(library.Trie.ItemsBelow(leaf)[0])!, -Math.Log(leaves.Length + 1) - random.NextDouble()))];
        var request = new GenerationRequest([], Enumerable.Range(0, library.ItemCount).Where(_ => random.Next(4) == 0).ToHashSet());

        var list = FusedRanking.Of(Live(library), request, beams, scores, count).List(weight, count);

        var written = beams.SelectMany(beam => library.ItemsOf(beam.TermId).ToArray().Select(item => (item, beam.LogProbability)))
            .ToDictionary(pair => pair.item, pair => pair.LogProbability);
        var generatorRest = 1 - beams.Sum(beam => Math.Exp(beam.LogProbability));
        var rankerRest = Math.Max(1e-6, 1 - written.Keys.Sum(item => Math.Exp(scores[item])));
        var expected = Enumerable.Range(0, library.ItemCount).Where(request.Allows)
            .Select(item => scores[item] + (weight * (written.TryGetValue(item, out var probability)
                ? probability
                : Math.Log(generatorRest) + scores[item] - Math.Log(rankerRest))))
            .OrderDescending().Take(count).ToArray();
        Assert.Equal(expected.Length, list.Count);
        Assert.All(expected.Zip(list), pair => Assert.Equal(pair.First, pair.Second.Score, 1e-4));
        Assert.All(list, item => Assert.True(request.Allows(item.Item)));
        Assert.All(list, item => Assert.Equal(written.ContainsKey(item.Item), item.Source == GroundingSource.Direct));
    });

    [Fact]
    public void Recommend_FusesWithItsWeight()
    {
        var generator = new FakeGenerator(_ => [_library.TermIdOf(4)!]);
        var ranker = new FakeRanker(5, (_, item) => _scores[item]);
        var settings = new RecommendationSettings { Source = RecommendationSource.Fused, Count = 1 };
        Assert.Equal(0, Recommend(0));
        Assert.Equal(4, Recommend(20));

        int Recommend(double weight)
            => new Recommender(_library, generator, ranker, new int[5]) { FusionWeight = weight }.Recommend([_anyone], settings)[0][0].Item;
    }

    private static LiveTermLibrary Live(TermLibrary library) => new(library, new int[library.ItemCount]);

    private static float[] Normalized(Random random, int count)
    {
        double[] shares = [.. Enumerable.Range(0, count).Select(_ => Math.Exp(3 * random.NextDouble()))];
        return [.. shares.Select(share => Log(share / shares.Sum()))];
    }

    private static float Log(double probability) => (float)Math.Log(probability);
}
