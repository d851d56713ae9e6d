using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ComputePrecisionTests
{
    // bfloat16 keeps eight bits: a product of unit vectors is off by less than 2^-7 of its length.
    private const double Tolerance = 1.0 / 128;

    [Fact]
    public void Product_IsNearTheFloat32ProductAndSoAreItsGradients()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var a = TensorMath.NormalizeRows(randn(7, 32));
        var b = TensorMath.NormalizeRows(randn(9, 32)).t();
        var direction = randn(7, 9);

        var (exact, exactA, exactB) = Run((x, y) => x.matmul(y));
        var (product, gradientA, gradientB) = Run(ComputePrecision.Product);

        Assert.Equal(ScalarType.Float32, product.dtype);
        TensorExtensions.AssertNear(exact.ToArray(), product.ToArray(), Tolerance);
        TensorExtensions.AssertNear(exactA.ToArray(), gradientA.ToArray(), 4 * Tolerance);
        TensorExtensions.AssertNear(exactB.ToArray(), gradientB.ToArray(), 4 * Tolerance);

        (Tensor Product, Tensor A, Tensor B) Run(Func<Tensor, Tensor, Tensor> multiply)
        {
            var (x, y) = (a.detach().requires_grad_(true), b.detach().requires_grad_(true));
            var result = multiply(x, y);
            result.backward([direction]);
            return (result, x.grad!, y.grad!);
        }
    }
}
