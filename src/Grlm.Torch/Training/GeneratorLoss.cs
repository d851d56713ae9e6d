using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cross-entropy of the compact generator at every node, weighted by the target's mass below the parent: minus the sum over nodes of
/// <c>q(n) log p(n | parent)</c>, the cross-entropy of whole TIDs. Its gradient with respect to the scores is <c>q(parent) p(n | parent) -
/// q(n)</c> and is written down directly.
/// </summary>
internal sealed class GeneratorLoss : IDisposable
{
    private readonly CompactGeneratorModel _model;
    private readonly SegmentSum[] _families;
    private readonly Tensor[] _familyOfNode;

    /// <param name="model">What is trained.</param>
    public GeneratorLoss(CompactGeneratorModel model)
    {
        _model = model;
        var device = model.Parameters.Values.device;
        _families = new SegmentSum[model.Length];
        _familyOfNode = new Tensor[model.Length];
        for (var depth = 1; depth <= model.Length; depth++)
        {
            var nodes = model.Nodes.At(depth);
            var families = model.Nodes.FamiliesAt(depth);
            var count = nodes.End.Value - nodes.Start.Value;
            var starts = model.Nodes.FamilyStart[families.Start.Value..(families.End.Value + 1)];
            var familyOfNode = new long[count];
            for (var family = 0; family < starts.Length - 1; family++)
            {
                Array.Fill(familyOfNode, family, starts[family] - starts[0], starts[family + 1] - starts[family]);
            }

            _families[depth - 1] = new SegmentSum(
                [.. Enumerable.Range(0, count).Select(node => (long)node)], [.. starts.Select(start => (long)(start - starts[0]))], device);
            _familyOfNode[depth - 1] = tensor(familyOfNode, device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>Adds the gradient of the mean loss of a batch to the model's gradients.</summary>
    /// <param name="hidden">History vectors: <c>[histories, width]</c>.</param>
    /// <param name="masses">Target mass below each branching node: <c>[nodes, histories]</c>.</param>
    /// <param name="seen">The nodes that hold nothing new to each history; null where there are no histories.</param>
    /// <returns>The mean loss in nats.</returns>
    public double Backward(Tensor hidden, Tensor masses, SeenCells? seen = null)
    {
        var loss = 0.0;
        for (var depth = 1; depth <= _model.Length; depth++)
        {
            var nodes = _model.Nodes.At(depth);
            var count = nodes.End.Value - nodes.Start.Value;
            if (count == 0)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            var scores = Scores(depth, hidden, seen); // [nodes, histories]
            scores.backward([Gradient(depth, scores.detach(), masses.narrow(0, nodes.Start.Value, count), ref loss)]);
        }

        return loss / hidden.shape[0];
    }

    /// <summary>Returns log-probabilities of TIDs; no gradient is kept.</summary>
    /// <param name="hidden">History vectors: <c>[histories, width]</c>.</param>
    /// <param name="leaves">For each history the trie nodes of the TIDs.</param>
    /// <param name="seen">The nodes that hold nothing new to each history; null where there are no histories.</param>
    /// <returns>For each history one number a TID, in nats.</returns>
    public double[][] LogProbabilities(Tensor hidden, IReadOnlyList<int[]> leaves, SeenCells? seen = null)
    {
        using var guard = no_grad();
        var result = leaves.Select(group => new double[group.Length]).ToArray();
        for (var depth = 1; depth <= _model.Length; depth++)
        {
            var nodes = _model.Nodes.At(depth);
            if (nodes.Start.Value == nodes.End.Value)
            {
                continue;
            }

            using var scope = NewDisposeScope();
            var scores = Scores(depth, hidden, seen); // [nodes, histories]
            var normalizers = _families[depth - 1].Of(scores.exp()).log().index_select(0, _familyOfNode[depth - 1]);
            var logProbabilities = TensorMath.Subtract(scores, normalizers).cpu().data<float>().ToArray();
            foreach (var (history, place, node) in Steps(leaves, depth))
            {
                result[history][place] += logProbabilities[((node - nodes.Start.Value) * leaves.Count) + history];
            }
        }

        return result;
    }

    /// <summary>
    /// Weights of TIDs summed over the branching nodes on their paths: what <see cref="Backward"/> takes to raise weighted
    /// log-probabilities.
    /// </summary>
    /// <param name="leaves">For each history the trie nodes of the TIDs.</param>
    /// <param name="weights">For each history one weight a TID; negative ones lower the probability.</param>
    /// <returns><c>[nodes, histories]</c>, in the caller's dispose scope.</returns>
    public Tensor Masses(IReadOnlyList<int[]> leaves, IReadOnlyList<double[]> weights)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var device = _model.Parameters.Values.device;
        List<long> cells = [];
        List<float> masses = [];
        for (var depth = 1; depth <= _model.Length; depth++)
        {
            foreach (var (history, place, node) in Steps(leaves, depth))
            {
                cells.Add(((long)node * leaves.Count) + history);
                masses.Add((float)weights[history][place]);
            }
        }

        var sums = zeros(_model.Nodes.Nodes.Length, leaves.Count, device: device);
        if (cells.Count > 0)
        {
            TensorMath.IndexAddInPlace(sums.view(-1), tensor(cells.ToArray(), device: device), tensor(masses.ToArray(), device: device));
        }

        return sums.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (families, familyOfNode) in _families.Zip(_familyOfNode))
        {
            families.Dispose();
            familyOfNode.Dispose();
        }
    }

    private Tensor Scores(int depth, Tensor hidden, SeenCells? seen)
    {
        var cosines = ComputePrecision.Product(_model.NodeVectors(depth, fast: true), _model.Queries(depth, hidden, fast: true).t());
        var scores = TensorMath.Add(cosines, _model.NodeBiases(depth).unsqueeze(1));
        seen?.AddTo(scores, depth, _model.SeenBias(depth));
        return scores;
    }

    /// <summary>
    /// Returns the branching nodes of one depth on the paths of TIDs: history, place of the TID in its list, branching number.
    /// </summary>
    private IEnumerable<(int History, int Place, int Node)> Steps(IReadOnlyList<int[]> leaves, int depth)
    {
        var trie = _model.Nodes.Trie;
        for (var history = 0; history < leaves.Count; history++)
        {
            for (var place = 0; place < leaves[history].Length; place++)
            {
                var node = leaves[history][place];
                for (var above = trie.Length; above > depth; above--)
                {
                    node = trie.ParentOf(node);
                }

                if (_model.Nodes.IndexOfNode[node] is >= 0 and var branching)
                {
                    yield return (history, place, branching);
                }
            }
        }
    }

    private Tensor Gradient(int depth, Tensor scores, Tensor masses, ref double loss)
    {
        using var guard = no_grad();
        var (families, familyOfNode) = (_families[depth - 1], _familyOfNode[depth - 1]);
        var exponentials = scores.exp(); // no maximum to subtract: the model bounds the scale of its scores
        var normalizers = families.Of(exponentials); // [families, histories]
        var familyMasses = families.Of(masses);
        loss += TensorMath.WeightedTotal(familyMasses, normalizers, Math.Log) - TensorMath.WeightedTotal(masses, scores);
        var gradient = exponentials.mul_(familyMasses.div_(normalizers).index_select(0, familyOfNode)); // mass of the family times p
        TensorMath.AddInPlace(gradient, masses, -1);
        return gradient.div_(tensor((float)masses.shape[1]));
    }
}
