using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TeacherTargetsTests : IDisposable
{
    // Where the machine multiplies in bfloat16, a cosine of 1 is off by up to 2^-8, and the exponent by ten times that.
    private const double Tolerance = 0.05;

    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(0, 0)]
    [InlineData(4, 0.25)]
    public void Masses_EqualASlowLoop(int withoutTermId, double repeatShare)
    {
        var shop = new TinyShop(items: 30, length: 3, withoutTermId: withoutTermId);
        using var model = shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        var nodes = new BranchingNodes(shop.Library.Trie);
        GeneratorSample[] samples =
        [
            .. shop.RandomHistories(12).Select((history, place) => new GeneratorSample(history, place % 3 == 0 ? -1 : (place * 5) % 30)),
        ];
        var hidden = TensorMath.NormalizeRows(ranker.Encode([.. samples.Select(sample => sample.History)]));
        using var targets = new TeacherTargets(nodes, ranker.UnitItems, ranker.Temperature, repeatShare);

        var masses = targets.Masses(hidden, samples).ToArray();

        var cosines = hidden.matmul(ranker.UnitItems.t()).ToArray(); // [samples, items]
        for (var column = 0; column < samples.Length; column++)
        {
            var target = TargetOf(samples[column], cosines.AsSpan(column * 30, 30), shop.Library, repeatShare);
            for (var node = 0; node < nodes.Nodes.Length; node++)
            {
                var expected = nodes.Trie.ItemsBelow(nodes.Nodes[node]).ToArray().Sum(item => target[item]);
                Assert.Equal(expected, masses[(node * samples.Length) + column], Tolerance);
            }
        }
    }

    [Fact]
    public void Masses_AreTheSameOnAnyNumberOfThreads()
    {
        var shop = new TinyShop(items: 300);
        using var model = shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        GeneratorSample[] samples = [.. shop.RandomHistories(371).Select(history => new GeneratorSample(history, -1))];
        using var targets = new TeacherTargets(new BranchingNodes(shop.Library.Trie), ranker.UnitItems, ranker.Temperature,
            repeatShare: 0.25);
        var hidden = TensorMath.NormalizeRows(ranker.Encode([.. samples.Select(sample => sample.History)]));
        var (one, two) = OnThreads.OneAndTwo(() => targets.Masses(hidden, samples).ToArray());
        Assert.Equal(one, two);
    }

    [Fact]
    public void Masses_StayNumbersWhereTheHistoryHoldsEveryItemAndNobodyRepeats()
    {
        var shop = new TinyShop(items: 4, length: 3);
        using var model = shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        using var targets = new TeacherTargets(new BranchingNodes(shop.Library.Trie), ranker.UnitItems, ranker.Temperature, repeatShare: 0);
        var masses = targets.Masses(TensorMath.NormalizeRows(ranker.Encode([[0, 1, 2, 3]])), [new GeneratorSample(new([0, 1, 2, 3]), 2)]);
        Assert.All(masses.ToArray(), mass => Assert.InRange(mass, 0, 0.5)); // the observed half alone
        Assert.Contains(0.5f, masses.ToArray());
    }

    [Fact]
    public void NodeMeans_EqualASlowLoop()
    {
        var shop = new TinyShop(withoutTermId: 4);
        using var model = shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        var nodes = new BranchingNodes(shop.Library.Trie);
        var (items, width) = (ranker.UnitItems.ToArray(), TinyShop.Shape.Width);

        using var means = TeacherTargets.NodeMeans(nodes, ranker.UnitItems);

        var expected = nodes.Nodes.SelectMany(node => Enumerable.Range(0, width).Select(
            column => nodes.Trie.ItemsBelow(node).ToArray().Average(item => items[(item * width) + column])));
        TensorExtensions.AssertNear([.. expected], means.ToArray(), 1e-5);
    }

    private static double[] TargetOf(GeneratorSample sample, ReadOnlySpan<float> cosines, TermLibrary library, double repeatShare)
    {
        var target = new double[library.ItemCount];
        for (var item = 0; item < target.Length; item++)
        {
            target[item] = library.HasTermId(item) ? Math.Exp(cosines[item] / TinyShop.Temperature) : 0;
        }

        var seen = sample.History.Distinct().Sum(item => target[item]);
        var unseen = target.Sum() - seen;
        var repeats = seen > 0 ? repeatShare : 0;
        var isObserved = sample.Next >= 0 && library.HasTermId(sample.Next);
        for (var item = 0; item < target.Length; item++)
        {
            target[item] *= (isObserved ? 0.5 : 1)
                * (sample.History.Contains(item) ? repeats / Math.Max(seen, double.Epsilon) : (1 - repeats) / unseen);
        }

        if (isObserved)
        {
            target[sample.Next] += 0.5;
        }

        return target;
    }
}
