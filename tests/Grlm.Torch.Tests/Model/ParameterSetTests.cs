using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ParameterSetTests
{
    private static ParameterSet Create() => new([new("first", [2, 3]), new("second", [4])], CPU);

    [Fact]
    public void Parameters_AreViewsOfTheFlatBuffer()
    {
        using var scope = NewDisposeScope();
        using var set = Create();
        set.InitializeConstant("second", 2.5);
        Assert.Equal([0f, 0f, 0f, 0f, 0f, 0f, 2.5f, 2.5f, 2.5f, 2.5f], set.Values.ToArray());

        set.Load(arange(10, ScalarType.Float32));
        Assert.Equal([2L, 3L], set["first"].shape);
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], set["first"].ToArray());
        Assert.Equal([6f, 7f, 8f, 9f], set["second"].ToArray());
        Assert.Equal(10, set.Count);
        Assert.Equal(["first", "second"], set.Named.Select(parameter => parameter.Key));
    }

    [Fact]
    public void Gradients_LandInTheFlatBufferAndAddUp()
    {
        using var scope = NewDisposeScope();
        using var set = Create();
        set.Load(arange(10, ScalarType.Float32));
        for (var pass = 0; pass < 2; pass++)
        {
            set["first"].mul(set["first"]).sum().backward(); // gradient: twice the value
            set["second"].sum().backward();
        }

        Assert.Equal([0f, 4f, 8f, 12f, 16f, 20f, 2f, 2f, 2f, 2f], set.Gradients.ToArray());
        set.Gradients.zero_();
        set["second"].sum().backward();
        Assert.Equal([0f, 0f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 1f], set.Gradients.ToArray());
    }

    [Fact]
    public void InitializeNormal_HasTheDeviationAndTouchesNothingElse()
    {
        using var set = new ParameterSet([new("noise", [10_000]), new("rest", [3])], CPU);
        manual_seed(3);
        set.InitializeNormal("noise", 0.5);
        var values = set.Values.ToArray();
        Assert.Equal([0f, 0f, 0f], values[^3..]);
        Assert.InRange(Math.Sqrt(values.Sum(value => value * (double)value) / 10_000), 0.48, 0.52);
    }

    [Fact]
    public void Dispose_LeavesNoTensor()
    {
        var before = LiveTensors.Count();
        using (var set = Create())
        {
            set.InitializeConstant("first", 1);
        }

        LiveTensors.AssertCount(before);
    }
}
