using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class DropoutTests
{
    [Fact]
    public void Of_DropsAsManyAsAskedFor_AndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.25, seed: 3, CPU);
        var dropped = dropout.Of(ones(10_000)).ToArray();
        Assert.InRange(dropped.Count(number => number == 0), 2_327, 2_673); // 2,500 give or take four standard deviations
        Assert.All(dropped.Where(number => number != 0), number => Assert.Equal(4f / 3, number, 1e-6));
    }

    [Fact]
    public void Of_DrawsFromItsOwnGenerator()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.5, seed: 3, CPU);
        using var same = new Dropout(0.5, seed: 3, CPU);
        using var other = new Dropout(0.5, seed: 4, CPU);
        var first = dropout.Of(ones(100)).ToArray();
        manual_seed(1);
        Assert.Equal(first, same.Of(ones(100)).ToArray());
        Assert.NotEqual(first, other.Of(ones(100)).ToArray());
        Assert.NotEqual(first, dropout.Of(ones(100)).ToArray());
    }

    [Fact]
    public void Of_LetsTheGradientThroughWhatIsKept()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0.5, seed: 3, CPU);
        var units = ones(100, requires_grad: true);
        var kept = dropout.Of(units);
        kept.sum().backward();
        Assert.Equal(kept.ToArray(), units.grad!.ToArray());
    }

    [Fact]
    public void Of_NothingDropped_IsWhatItWas()
    {
        using var scope = NewDisposeScope();
        using var dropout = new Dropout(0, seed: 3, CPU);
        var units = randn(5);
        Assert.Same(units, dropout.Of(units));
    }
}
