namespace Grlm.Tests;

public sealed class DrawsTests
{
    [Fact]
    public void Below_GivesEveryNumberAsOften()
    {
        // 100,000 draws of ten: each 10,000 times, give or take four standard errors of 95.
        var (draws, counts) = (new Draws(seed: 5, stream: 9), new int[10]);
        for (var draw = 0; draw < 100_000; draw++)
        {
            counts[draws.Below(10)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_620, 10_380));
    }

    [Fact]
    public void Streams_AreTheirOwn_AndRepeatable()
    {
        var first = Enumerable.Range(0, 50).Select(stream => Take(1, stream)).ToList();
        Assert.Equal(50 * 20, first.SelectMany(numbers => numbers).Distinct().Count());
        Assert.Equal(first, Enumerable.Range(0, 50).Select(stream => Take(1, stream)));
        Assert.NotEqual(Take(1, 0), Take(2, 0));
    }

    private static List<ulong> Take(int seed, int stream)
    {
        var (draws, numbers) = (new Draws(seed, stream), new List<ulong>());
        for (var draw = 0; draw < 20; draw++)
        {
            numbers.Add(draws.Next());
        }

        return numbers;
    }
}
