using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Cross-entropy of a soft-max over the whole catalogue, a slice of positions at a time: the scores of all positions at once would take
/// gigabytes where histories are long or the catalogue is large. Value and gradients are those of the plain computation.
/// </summary>
internal static class CatalogSoftmaxLoss
{
    /// <summary>Scores held at once: 64 MiB of them.</summary>
    private const int LargestScoreCount = 16 * 1024 * 1024;

    /// <summary>Adds the gradient of the mean loss to what the parameters have.</summary>
    /// <param name="model">Makes the scores.</param>
    /// <param name="hidden">History vectors with their graph: <c>[positions, width]</c>.</param>
    /// <param name="unitItems">Item vectors of length one with their graph: <c>[items, width]</c>.</param>
    /// <param name="targets">The item at each position: <c>[positions]</c>.</param>
    /// <returns>Mean loss in nats.</returns>
    public static double Backward(RankerModel model, Tensor hidden, Tensor unitItems, Tensor targets)
        => Backward(model, hidden, unitItems, targets, (int)Math.Max(1, LargestScoreCount / unitItems.shape[0]));

    /// <summary>The same with a given number of positions at a time.</summary>
    internal static double Backward(RankerModel model, Tensor hidden, Tensor unitItems, Tensor targets, int slice)
    {
        // The graph is cut here: each slice leaves its gradient at the cut, and what lies below is gone through once.
        var hiddenCut = hidden.detach().requires_grad_(true);
        var itemsCut = unitItems.detach().requires_grad_(true);
        var (positions, sum) = (hidden.shape[0], 0.0);
        for (var first = 0L; first < positions; first += slice)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(slice, positions - first);
            var logits = model.Logits(hiddenCut.narrow(0, first, count), itemsCut); // [count, items]
            var loss = TensorMath.Scale(nn.functional.cross_entropy(logits, targets.narrow(0, first, count)), (double)count / positions);
            loss.backward();
            sum += TensorMath.ToDouble(loss);
        }

        autograd.backward([hidden, unitItems], [hiddenCut.grad!, itemsCut.grad!]);
        return sum;
    }
}
