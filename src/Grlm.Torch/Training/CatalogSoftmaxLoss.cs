using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cross-entropy of a soft-max over the whole catalogue, a slice of positions at a time: the scores of all positions at once would take
/// gigabytes where histories are long or the catalogue is large, and a slice that fits the processor's cache is worked on there. The
/// gradient with respect to the scores, p - 1 at the target and p elsewhere, is written down directly.
/// </summary>
internal static class CatalogSoftmaxLoss
{
    /// <summary>Scores held at once: 8 MiB of them.</summary>
    private const int LargestScoreCount = 2 * 1024 * 1024;

    /// <summary>Adds the gradient of the mean loss to what the parameters have.</summary>
    /// <param name="queries">History vectors over the temperature, with their graph: <c>[positions, width]</c>; at most some 50
    /// long.</param>
    /// <param name="unitItems">Item vectors of length one with their graph: <c>[items, width]</c>.</param>
    /// <param name="targets">The item at each position: <c>[positions]</c>.</param>
    /// <returns>Mean loss in nats.</returns>
    public static double Backward(Tensor queries, Tensor unitItems, Tensor targets)
        => Backward(queries, unitItems, targets, (int)Math.Max(1, LargestScoreCount / unitItems.shape[0]));

    /// <summary>Returns the same with a given number of positions at a time.</summary>
    internal static double Backward(Tensor queries, Tensor unitItems, Tensor targets, int slice)
    {
        var queryGradient = empty_like(queries);
        var itemGradient = zeros_like(unitItems);
        var loss = 0.0;
        using (no_grad())
        {
            var items = ComputePrecision.Operand(unitItems);
            for (var first = 0L; first < queries.shape[0]; first += slice)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(slice, queries.shape[0] - first);
                var part = ComputePrecision.Operand(queries.narrow(0, first, count));
                var scores = part.matmul(items.t()).to_type(ScalarType.Float32); // [count, items]
                var gradient = ComputePrecision.Operand(Gradient(scores, targets.narrow(0, first, count), queries.shape[0], ref loss));
                queryGradient.narrow(0, first, count).copy_(gradient.matmul(items));
                TensorMath.AddInPlace(itemGradient, gradient.t().matmul(part));
            }
        }

        autograd.backward([queries, unitItems], [queryGradient, itemGradient]);
        return loss;
    }

    /// <summary>Turns scores into the gradient with respect to them, in place, and adds up the loss.</summary>
    private static Tensor Gradient(Tensor scores, Tensor targets, long positions, ref double loss)
    {
        var target = targets.unsqueeze(1); // [count, 1]
        var targetScores = scores.gather(1, target);
        var exponentials = scores.exp_(); // no maximum to subtract: the queries are short
        var sums = exponentials.sum(1, keepdim: true);
        loss += TensorMath.ToDouble(TensorMath.Subtract(sums.log(), targetScores).sum()) / positions;
        var gradient = exponentials.div_(TensorMath.Scale(sums, positions));
        return gradient.scatter_add_(1, target, TensorMath.Scale(ones_like(targetScores), -1.0 / positions));
    }
}
