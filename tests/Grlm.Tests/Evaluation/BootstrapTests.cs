using CsCheck;

namespace Grlm.Tests;

public sealed class BootstrapTests
{
    [Fact]
    public void Intervals_AreThoseOfTheBinomialDistribution_ForAShareOfManyUsers()
    {
        // A share of .3 among 10,000 users: the standard error is sqrt(.3 * .7 / 10,000) = .00458, and 1.96 of them .00898.
        var (low, high) = Intervals(7, [.. Enumerable.Range(0, 10_000).Select(user => (double[])[user % 10 < 3 ? 1 : 0])])[0];
        Assert.Equal(0.3 - 0.00898, low, 0.001);
        Assert.Equal(0.3 + 0.00898, high, 0.001);
    }

    [Fact]
    public void Intervals_ArePoints_WhereAllUsersAreAlike()
        => Assert.Equal([(0.25, 0.25), (1, 1)], Intervals(1, [0.25, 1], [0.25, 1], [0.25, 1]));

    [Fact]
    public void Intervals_HoldTheMean_AndAreTheSameForTheSameSeed()
    => Gen.Select(Gen.Int[0, 1].Array[20, 60], Gen.Int).Sample((hits, seed) =>
    {
        double[][] values = [.. hits.Select(hit => (double[])[hit])];
        var (low, high) = Intervals(seed, values)[0];
        Assert.InRange(hits.Average(), low, high);
        Assert.Equal((low, high), Intervals(seed, values)[0]);
    });

    [Fact]
    public void Intervals_OfMetricsThatAreEqual_AreEqual_ForTheyShareTheDraws()
    {
        var intervals = Intervals(3, [0, 0], [1, 1], [0, 0], [1, 1], [1, 1]);
        Assert.Equal(intervals[0], intervals[1]);
        Assert.True(intervals[0].Low < intervals[0].High);
    }

    [Fact]
    public void Intervals_OfNoUsers_AreZero() => Assert.Equal([(0, 0)], Bootstrap.Intervals(new MetricRows(1), seed: 1));

    private static IReadOnlyList<(double Low, double High)> Intervals(int seed, params double[][] users)
    {
        var rows = new MetricRows(users[0].Length);
        foreach (var user in users)
        {
            rows.Add(user);
        }

        return Bootstrap.Intervals(rows, seed);
    }
}
