using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Finds the nodes of the trie that hold nothing new to the histories of a batch, as cells of the matrices of node scores.
/// </summary>
internal sealed class SeenCells
{
    private readonly BranchingNodes _nodes;
    private readonly List<(int Node, int History)> _cells = [];

    /// <param name="nodes">The nodes to choose among.</param>
    /// <param name="histories">Item indices, oldest first.</param>
    public SeenCells(BranchingNodes nodes, IReadOnlyList<IReadOnlyList<int>> histories)
    {
        _nodes = nodes;
        for (var history = 0; history < histories.Count; history++)
        {
            foreach (var node in new SeenNodes(nodes.Trie, histories[history]).Nodes)
            {
                if (nodes.IndexOfNode[node] is >= 0 and var branching)
                {
                    _cells.Add((branching, history));
                }
            }
        }
    }

    /// <summary>Adds a bias to the scores of those nodes, in place and with its gradient.</summary>
    /// <param name="scores">Scores of the nodes of one depth: <c>[nodes, histories]</c>.</param>
    /// <param name="depth">The depth.</param>
    /// <param name="bias"><c>[1]</c>.</param>
    public void AddTo(Tensor scores, int depth, Tensor bias)
    {
        var (first, end) = (_nodes.At(depth).Start.Value, _nodes.At(depth).End.Value);
        long[] cells = [.. _cells.Where(cell => cell.Node >= first && cell.Node < end)
            .Select(cell => ((cell.Node - first) * scores.shape[1]) + cell.History)];
        if (cells.Length > 0)
        {
            TensorMath.IndexAddInPlace(scores.view(-1), tensor(cells, device: scores.device), bias.expand(cells.Length));
        }
    }
}
