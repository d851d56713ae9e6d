using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GeneratorLossTests
{
    // Where the machine multiplies in bfloat16, cosines are off by up to 2^-8 of a temperature's inverse or so.
    private const double LossTolerance = 0.02;
    private const double GradientTolerance = 0.03; // of the largest gradient

    [Theory]
    [InlineData(3)]
    [InlineData(3, true)] // as preference tuning weighs TIDs
    [InlineData(1)] // one TID: nothing to choose, no loss
    public void Backward_HasValueAndGradientsOfTheFormula(int termsOfSlot, bool weighted = false)
    {
        using var scope = NewDisposeScope();
        var shop = new TinyShop(items: 30, length: 3, termsOfSlot: termsOfSlot);
        using var rankerModel = shop.CreateRanker();
        using var ranker = new TorchRanker(rankerModel);
        using var model = shop.CreateGenerator(ranker);
        var histories = shop.RandomHistories(8);
        var hidden = ranker.Encode(histories);
        var masses = RandomMasses(model.Nodes, 8, weighted);

        using var loss = new GeneratorLoss(model);
        var value = loss.Backward(hidden, masses, new SeenCells(model.Nodes, histories));
        var gradients = model.Parameters.Gradients.ToArray();

        model.Parameters.Gradients.zero_();
        var formula = Formula(model, hidden, histories, masses);
        if (model.Nodes.Nodes.Length > 0)
        {
            formula.backward();
        }

        var expected = model.Parameters.Gradients.ToArray();
        Assert.Equal(TensorMath.ToDouble(formula), value, LossTolerance);
        var largest = expected.Max(Math.Abs);
        Assert.Equal(termsOfSlot > 1, largest > 0.01);
        TensorExtensions.AssertNear(expected, gradients, GradientTolerance * largest);
    }

    /// <summary>Minus the sum over nodes of q(n) log p(n | parent), the mean over histories.</summary>
    private static Tensor Formula(CompactGeneratorModel model, Tensor hidden, int[][] histories, Tensor masses)
    {
        var total = zeros(1);
        for (var depth = 1; depth <= model.Length; depth++)
        {
            var firstNode = model.Nodes.At(depth).Start.Value;
            var scores = TensorMath.Add(
                model.NodeVectors(depth).matmul(model.Queries(depth, hidden).t()),
                model.NodeBiases(depth).unsqueeze(1)); // [nodes, histories]
            scores = TensorMath.Add(scores, SeenOf(model, depth, histories).mul(model.SeenBias(depth)));
            for (var family = model.Nodes.FamiliesAt(depth).Start.Value; family < model.Nodes.FamiliesAt(depth).End.Value; family++)
            {
                var (first, end) = (model.Nodes.FamilyStart[family], model.Nodes.FamilyStart[family + 1]);
                var logProbabilities = scores.narrow(0, first - firstNode, end - first).log_softmax(0);
                total = TensorMath.Subtract(total, logProbabilities.mul(masses.narrow(0, first, end - first)).sum());
            }
        }

        return TensorMath.Scale(total, 1.0 / hidden.shape[0]);
    }

    /// <summary>One where the history holds all items below a node: <c>[nodes, histories]</c>.</summary>
    private static Tensor SeenOf(CompactGeneratorModel model, int depth, int[][] histories)
    {
        var nodes = model.Nodes.Nodes[model.Nodes.At(depth)];
        var seen = nodes.SelectMany(node => histories.Select(
            history => model.Nodes.Trie.ItemsBelow(node).ToArray().All(item => history.Contains(item)) ? 1f : 0f)).ToArray();
        return tensor(seen, [nodes.Length, histories.Length]);
    }

    /// <summary>Item masses summed to the nodes, so that a family's mass is its parent's.</summary>
    private static Tensor RandomMasses(BranchingNodes nodes, int histories, bool weighted)
    {
        manual_seed(6);
        var items = weighted ? randn(nodes.Trie.Items.Length, histories) : rand(nodes.Trie.Items.Length, histories).softmax(0);
        var rows = nodes.Nodes.Select(node =>
        {
            var range = nodes.Trie.ItemRangeOf(node);
            return items.narrow(0, range.Start.Value, range.End.Value - range.Start.Value).sum(dim: 0);
        }).ToArray();
        return rows.Length > 0 ? stack(rows) : zeros(0, histories);
    }
}
