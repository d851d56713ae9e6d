namespace Grlm.Tests;

public sealed class LatenciesTests
{
    [Fact]
    public void Of_TakesTheOrderStatisticsOfTheTimes()
    {
        double[] times = [.. Enumerable.Range(1, 100).Select(time => (double)time)];
        new Random(1).Shuffle(times);
        Assert.Equal(new Latencies(51, 91, 100, 100), Latencies.Of(times));
        Assert.Equal(new Latencies(7, 7, 7, 7), Latencies.Of([7]));
    }
}
