using CsCheck;

namespace Grlm.Tests;

public sealed class PairedComparisonTests
{
    private static readonly Gen<int[]> _ranks = Gen.Int[0, 20].Array[60];

    [Fact]
    public void Of_GivesTheHandWorkedDifferences()
    {
        var difference = PairedComparison.Of([1, 3, 0, 0], [2, 0, 0, 0], seed: 1);
        Assert.Equal(0.25, difference["recall@1"].Difference);
        Assert.Equal((0.5, 0.25), (difference["recall@5"].Value, difference["recall@5"].Other));
        Assert.Equal(((1 + 0.5) / 4) - (1 / Math.Log2(3) / 4), difference["ndcg@10"].Difference, 12);
        Assert.Equal((1 - 0.5 + (1.0 / 3)) / 4, difference["mrr@10"].Difference, 12);
    }

    [Fact]
    public void PValue_IsThatOfTheCoin_WhereTenUsersAllPreferOneRun()
    {
        // Two of the 1,024 ways in which ten coins fall give a difference as large: p = .00195.
        int[] hits = [.. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 90)];
        Assert.Equal(2.0 / 1024, PairedComparison.Of(hits, new int[100], seed: 3)["recall@1"].PValue, 0.0014);
    }

    [Fact]
    public void PValue_IsTheSignTest_WhereSevenUsersPreferOneRunAndThreeTheOther()
    {
        // P(|heads - 5| >= 2) of ten coins = .34375.
        int[] ranks = [.. Enumerable.Repeat(1, 7), .. Enumerable.Repeat(0, 3)];
        int[] others = [.. Enumerable.Repeat(0, 7), .. Enumerable.Repeat(1, 3)];
        Assert.Equal(0.34375, PairedComparison.Of(ranks, others, seed: 3)["recall@10"].PValue, 0.02);
    }

    [Fact]
    public void Of_ARunAndItself_FindsNoDifference()
    => _ranks.Sample(ranks => Assert.All(PairedComparison.Of(ranks, ranks, seed: 2).Values, difference =>
    {
        Assert.Equal((0, 1), (difference.Difference, difference.PValue));
        Assert.Equal([0, 0], difference.Interval);
    }), iter: 5);

    [Fact]
    public void Of_TheRunsExchanged_TurnsTheSign_AndKeepsTheP() => Gen.Select(_ranks, _ranks).Sample((ranks, others) =>
    {
        var (there, back) = (PairedComparison.Of(ranks, others, seed: 2), PairedComparison.Of(others, ranks, seed: 2));
        foreach (var (metric, difference) in there)
        {
            Assert.Equal(difference.Difference, -back[metric].Difference, 12);
            Assert.Equal(difference.PValue, back[metric].PValue);
            Assert.InRange(difference.Difference, difference.Interval[0] - 1e-9, difference.Interval[1] + 1e-9);
        }
    }, iter: 5);
}
