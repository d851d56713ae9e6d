using CsCheck;

namespace Grlm.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void Intervals_AreThoseOfTheBinomialDistribution_ForAShareOfManyUsers()
    {
        // A share of .3 among 10,000 users: the standard error is sqrt(.3 * .7 / 10,000) = .00458, and 1.96 of them .00898.
        var values = Enumerable.Range(0, 10_000).Select(user => user % 10 < 3 ? 1.0 : 0.0).ToArray();
        var (low, high) = Bootstrap.Intervals(values, metrics: 1, seed: 7)[0];
        Assert.Equal(0.3 - 0.00898, low, 0.001);
        Assert.Equal(0.3 + 0.00898, high, 0.001);
    }

    [Fact]
    public void Intervals_ArePoints_WhereAllUsersAreAlike()
        => Assert.Equal([(0.25, 0.25), (1, 1)], Bootstrap.Intervals([0.25, 1, 0.25, 1, 0.25, 1], metrics: 2, seed: 1));

    [Fact]
    public void Intervals_HoldTheMean_AndAreTheSameForTheSameSeed() => Gen.Select(Gen.Int[0, 1].Array[20, 60], Gen.Int).Sample((hits, seed) =>
    {
        var values = hits.Select(hit => (double)hit).ToArray();
        var (low, high) = Bootstrap.Intervals(values, metrics: 1, seed)[0];
        Assert.InRange(values.Average(), low, high);
        Assert.Equal((low, high), Bootstrap.Intervals(values, metrics: 1, seed)[0]);
    });

    [Fact]
    public void Intervals_OfMetricsThatAreEqual_AreEqual_ForTheyShareTheDraws()
    {
        var intervals = Bootstrap.Intervals([0, 0, 1, 1, 0, 0, 1, 1, 1, 1], metrics: 2, seed: 3);
        Assert.Equal(intervals[0], intervals[1]);
        Assert.True(intervals[0].Low < intervals[0].High);
    }

    [Fact]
    public void Intervals_OfNoUsers_AreZero() => Assert.Equal([(0, 0)], Bootstrap.Intervals([], metrics: 1, seed: 1));
}
