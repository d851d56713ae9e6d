using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cross-entropy of the compact generator at every node, weighted by the target's mass below the parent: minus the sum over nodes of
/// <c>q(n) log p(n | parent)</c>, the cross-entropy of whole TIDs. Its gradient with respect to the scores is <c>q(parent) p(n | parent) - q(n)</c>
/// and is written down directly.
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
            var cosines = ComputePrecision.Product(_model.NodeVectors(depth), _model.Queries(depth, hidden).t());
            var scores = TensorMath.Add(cosines, _model.NodeBiases(depth).unsqueeze(1)); // [nodes, histories]
            seen?.AddTo(scores, depth, _model.SeenBias(depth));
            scores.backward([Gradient(depth, scores.detach(), masses.narrow(0, nodes.Start.Value, count), ref loss)]);
        }

        return loss / hidden.shape[0];
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

    private Tensor Gradient(int depth, Tensor scores, Tensor masses, ref double loss)
    {
        using var guard = no_grad();
        var (families, familyOfNode) = (_families[depth - 1], _familyOfNode[depth - 1]);
        var exponentials = scores.exp(); // no maximum to subtract: the model bounds the scale of its scores
        var normalizers = families.Of(exponentials); // [families, histories]
        var familyMasses = families.Of(masses);
        loss += TensorMath.ToDouble(familyMasses.mul(normalizers.log()).sum()) - TensorMath.ToDouble(masses.mul(scores).sum());
        var gradient = exponentials.mul_(familyMasses.div_(normalizers).index_select(0, familyOfNode)); // mass of the family times p
        TensorMath.AddInPlace(gradient, masses, -1);
        return gradient.div_(tensor((float)masses.shape[1]));
    }
}
