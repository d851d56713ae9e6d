using CsCheck;
using Xunit;

namespace Grlm.Samples;

public sealed class RandomExtensionsTests
{
    [Fact]
    public void Draw_ChoosesInProportionToWeight()
    {
        var random = new Random(1);
        var drawn = Enumerable.Range(0,
            10_000).Select(_ => random.Draw([1, 2, 7], weight => weight)).CountBy(weight => weight).ToDictionary();

        // The standard deviation of each count is below 50.
        Assert.InRange(drawn[1], 800, 1_200);
        Assert.InRange(drawn[2], 1_800, 2_200);
        Assert.InRange(drawn[7], 6_800, 7_200);
    }

    [Fact]
    public void Draw_ReturnsACandidate()
        => Gen.Select(Gen.Double[1e-6, 1e6].Array[1, 20], Gen.Int)
            .Sample((weights, seed) => Assert.Contains(new Random(seed).Draw(weights, weight => weight), weights));
}
