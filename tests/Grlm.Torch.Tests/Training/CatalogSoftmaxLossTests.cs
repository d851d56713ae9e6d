using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class CatalogSoftmaxLossTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void Backward_InSlices_GivesTheValueAndTheGradientsOfThePlainComputation(int slice)
    {
        var shop = new TinyShop(items: 30, length: 3);
        using var model = shop.CreateRanker();
        var histories = shop.RandomHistories(4);
        using var batch = new HistoryBatch(histories, model.Shape.MaximumHistory, model.Device);
        var targets = tensor(Enumerable.Range(0, batch.TokenCount).Select(token => (long)(token * 7 % 30)).ToArray());

        var (plainLoss, plainGradient) = Measure((queries, items) =>
        {
            var loss = nn.functional.cross_entropy(ComputePrecision.Product(queries, items.t()), targets);
            loss.backward();
            return TensorMath.ToDouble(loss);
        });
        var (slicedLoss, slicedGradient) = Measure((queries, items) => CatalogSoftmaxLoss.Backward(queries, items, targets, slice));

        Assert.Equal(plainLoss, slicedLoss, 1e-5);
        Assert.Contains(plainGradient, number => Math.Abs(number) > 1e-3);
        TensorExtensions.AssertNear(plainGradient, slicedGradient, GradientTolerance(plainGradient));

        (double Loss, float[] Gradient) Measure(Func<Tensor, Tensor, double> backward)
        {
            model.Parameters.Gradients.zero_();
            var items = model.EncodeItems();
            var loss = backward(model.Queries(model.Histories.Encode(items, batch)), TensorMath.NormalizeRows(items));
            return (loss, model.Parameters.Gradients.ToArray());
        }
    }

    // Gradients pass through bfloat16 where the machine multiplies in it, and slices are rounded apart: a hundredth of the largest.
    private static double GradientTolerance(float[] gradient) => 0.01 * gradient.Max(Math.Abs);
}
