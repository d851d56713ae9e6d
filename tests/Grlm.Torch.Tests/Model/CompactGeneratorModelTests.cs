using CsCheck;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class CompactGeneratorModelTests
{
    [Fact]
    public void Leaves_HaveProbabilitiesThatSumToOneForAnyValues()
        => Gen.Select(Gen.Int[0, 1_000], Gen.Int[2, 40], Gen.Int[1, 4], Gen.Double[0.01, 1.0]).Sample((seed, items, terms, deviation) =>
        {
            using var scope = NewDisposeScope();
            var shop = new TinyShop(seed, items, termsOfSlot: terms);
            using var rankerModel = shop.CreateRanker(seed);
            using var ranker = new TorchRanker(rankerModel);
            using var model = shop.CreateGenerator(ranker, seed, deviation);

            var leaves = LeafProbabilities.Of(model, ranker.Encode(shop.RandomHistories(3)));

            Assert.All(leaves, user => Assert.Equal(1, user.Values.Sum(Math.Exp), 1e-4));
        }, threads: 1, iter: 30);

    [Fact]
    public void Initialize_StartsFromPooledItemVectorsAndCounts()
    {
        using var scope = NewDisposeScope();
        var shop = new TinyShop();
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = GeneratorArtifact.Create(ranker.UnitItems, shop.Library);
        manual_seed(1);
        model.Initialize(ranker.Temperature);

        var (nodes, items) = (model.Nodes, ranker.UnitItems.ToArray());
        var below = nodes.Trie.ItemsBelow(nodes.Nodes[0]).ToArray();
        var mean = Enumerable.Range(0, model.Width).Select(column => below.Sum(item => items[(item * model.Width) + column])).ToArray();
        var norm = MathF.Sqrt(mean.Sum(value => value * value));
        TensorExtensions.AssertNear(Array.ConvertAll(mean, value => value / norm),
            model.NodeVectors(1).ToArray().AsSpan(..model.Width), 1e-5);
        Assert.Equal(MathF.Log(below.Length), model.NodeBiases(1).ToArray()[0], 1e-6f);

        var hidden = randn(2, model.Width);
        TensorExtensions.AssertNear(
            TensorMath.Scale(TensorMath.NormalizeRows(hidden), 1 / ranker.Temperature).ToArray(), model.Queries(1, hidden).ToArray(), 1e-4);
    }
}
