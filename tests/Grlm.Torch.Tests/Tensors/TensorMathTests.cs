using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TensorMathTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _a = tensor([1f, -2f, 3f]);
    private readonly Tensor _b = tensor([10f, 20f, 40f]);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Add_AddsAndLeavesItsArguments()
    {
        Assert.Equal([11f, 18f, 43f], TensorMath.Add(_a, _b).ToArray());
        Assert.Equal([1f, -2f, 3f], _a.ToArray());
    }

    [Fact]
    public void Subtract_Subtracts() => Assert.Equal([-9f, -22f, -37f], TensorMath.Subtract(_a, _b).ToArray());

    [Fact]
    public void AddInPlace_AddsOnce() => AssertChanged([11f, 18f, 43f], a => TensorMath.AddInPlace(a, _b));

    [Fact]
    public void AddInPlace_AddsAMultiple() => AssertChanged([6f, 8f, 23f], a => TensorMath.AddInPlace(a, _b, 0.5));

    [Fact]
    public void Scale_Multiplies() => Assert.Equal([-2f, 4f, -6f], TensorMath.Scale(_a, -2).ToArray());

    [Fact]
    public void ScaleInPlace_Multiplies() => AssertChanged([-2f, 4f, -6f], a => TensorMath.ScaleInPlace(a, -2));

    [Fact]
    public void ShiftInPlace_AddsANumber() => AssertChanged([1.5f, -1.5f, 3.5f], a => TensorMath.ShiftInPlace(a, 0.5));

    [Fact]
    public void RaiseInPlace_KeepsWhatIsLarger() => AssertChanged([1f, 0.5f, 3f], a => TensorMath.RaiseInPlace(a, 0.5));

    [Fact]
    public void AddProductInPlace_AddsAMultipleOfTheProducts()
    => AssertChanged([21f, -82f, 243f], a => TensorMath.AddProductInPlace(a, a.clone(), _b, 2));

    [Fact]
    public void AddQuotientInPlace_AddsAMultipleOfTheQuotients()
        => AssertChanged([1.25f, -2.25f, 3.1875f],
            a => TensorMath.AddQuotientInPlace(a, tensor([5f, -10f, 15f]), tensor([20f, 40f, 80f]), 1));

    [Fact]
    public void IndexAddInPlace_AddsARowAsOftenAsItIsNamed()
    {
        var target = zeros(3, 2);
        TensorMath.IndexAddInPlace(target, tensor([2L, 0L, 2L]), tensor([1f, 2f, 10f, 20f, 100f, 200f], [3, 2]));
        Assert.Equal([10f, 20f, 0f, 0f, 101f, 202f], target.ToArray());
    }

    [Fact]
    public void NormalizeRows_GivesLengthOneAndLeavesZerosZero()
        => TensorExtensions.AssertNear([0.6f, -0.8f, 0f, 0f], TensorMath.NormalizeRows(tensor([3f, -4f, 0f, 0f], [2, 2])).ToArray(), 1e-6);

    [Fact]
    public void ToDouble_ReadsTheOneNumber() => Assert.Equal(2, TensorMath.ToDouble(_a.sum()));

    [Fact]
    public void WeightedTotal_AddsUpWeightsTimesNumbers_AndLeavesOutWhatWeighsNothing()
        => Assert.Equal((2 * Math.Log(3)) - (0.5 * Math.Log(4)),
            TensorMath.WeightedTotal(tensor([2f, 0, -0.5f]), tensor([3f, 0, 4]), Math.Log), 1e-12);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WeightedTotal_IsTheSameOnAnyNumberOfThreads_AndInAnyLayout(bool transposed)
    {
        var plain = (arange(0, 300_000, dtype: ScalarType.Float32) * 0.1f).sin().view(600, 500);
        var numbers = transposed ? plain.t().contiguous().t() : plain;
        var (one, two) = OnThreads.OneAndTwo(() => TensorMath.WeightedTotal(numbers, numbers));
        Assert.Equal(one, two);
        Assert.Equal(plain.data<float>().ToArray().Sum(number => (double)number * number), one, 1e-9);
    }

    private void AssertChanged(float[] expected, Action<Tensor> change)
    {
        change(_a);
        Assert.Equal(expected, _a.ToArray());
    }
}
