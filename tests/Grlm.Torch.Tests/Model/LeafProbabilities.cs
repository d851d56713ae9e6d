using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>
/// The formula of the compact generator written out: log-probabilities of all leaves, family by family, by torch in float32.
/// </summary>
internal static class LeafProbabilities
{
    /// <summary>For each history the log-probability of every leaf.</summary>
    /// <param name="model">The generator.</param>
    /// <param name="hidden">History vectors: <c>[histories, width]</c>.</param>
    /// <param name="histories">The items of the histories; null where nothing was seen.</param>
    public static IReadOnlyList<Dictionary<int, double>> Of(
        CompactGeneratorModel model, Tensor hidden, IReadOnlyList<IReadOnlyList<int>>? histories = null)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var trie = model.Nodes.Trie;
        var logProbability = new double[hidden.shape[0], trie.NodeCount];
        for (var depth = 1; depth <= model.Length; depth++)
        {
            var scores = TensorMath.Add(model.Queries(depth, hidden).matmul(model.NodeVectors(depth).t()),
                model.NodeBiases(depth)); // [users, nodes]
            if (histories is not null)
            {
                var nodes = model.Nodes.Nodes[model.Nodes.At(depth)];
                var seen = histories.SelectMany(
                    history => nodes.Select(node => trie.ItemsBelow(node).ToArray().All(history.Contains) ? 1f : 0f)).ToArray();
                scores = TensorMath.Add(scores, tensor(seen, [histories.Count, nodes.Length]).mul(model.SeenBias(depth)));
            }

            foreach (var node in Enumerable.Range(0, trie.NodeCount).Where(node => node > 0 && trie.DepthOf(node) == depth))
            {
                var parent = trie.ParentOf(node);
                var (first, end) = (trie.ChildrenOf(parent).Start.Value, trie.ChildrenOf(parent).End.Value);
                var chosen = end - first == 1
                    ? new float[hidden.shape[0]]
                    : scores.narrow(1, model.Nodes.IndexOfNode[first] - model.Nodes.At(depth).Start.Value, end - first)
                        .log_softmax(1).select(1, node - first).ToArray();
                for (var user = 0; user < chosen.Length; user++)
                {
                    logProbability[user, node] = logProbability[user, parent] + chosen[user];
                }
            }
        }

        var (firstLeaf, lastLeaf) = (trie.NodesAt(model.Length).Start.Value, trie.NodesAt(model.Length).End.Value);
        return [.. Enumerable.Range(0, (int)hidden.shape[0]).Select(user =>
            Enumerable.Range(firstLeaf, lastLeaf - firstLeaf).ToDictionary(leaf => leaf, leaf => logProbability[user, leaf]))];
    }
}
