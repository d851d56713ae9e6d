namespace Grlm.Torch.Tests;

public sealed class GroupRewardTests
{
    [Fact]
    public void Rewards_FineWrongTermIdsByTheirPlace()
    {
        // Discounts at places 1, 3, 4: 1, 1/2, 1/log2(5) = .4307; their sum 1.9307, and the penalty of a half is shared out among them.
        var rewards = new double[4];
        GroupReward.Rewards(right: 1, rewards, penalty: 0.5);
        AssertNear([-0.2590, 1, -0.1295, -0.1115], rewards);
        Assert.Equal(0.5, rewards.Sum(), 1e-9);
    }

    [Fact]
    public void Rewards_AreZero_WhereTheRightTermIdWasNotWritten()
    {
        double[] rewards = [1, 2, 3];
        GroupReward.Rewards(right: -1, rewards, penalty: 0.5);
        Assert.Equal([0, 0, 0], rewards);
    }

    [Fact]
    public void Rewards_OfOneTermId()
    {
        var rewards = new double[1];
        GroupReward.Rewards(right: 0, rewards, penalty: 0.5);
        Assert.Equal([1], rewards);
    }

    [Fact]
    public void ToAdvantages_SubtractsTheMeanAndDividesByTheDeviation()
    {
        // Mean 1/4, squares (3/4)^2 + 3 (1/4)^2 = 3/4, deviation sqrt(3)/4 = .4330.
        double[] values = [0, 1, 0, 0];
        GroupReward.ToAdvantages(values);
        AssertNear([-0.5774, 1.7321, -0.5774, -0.5774], values);
    }

    [Fact]
    public void ToAdvantages_AreZero_WhereAllAreWorthTheSame()
    {
        double[] values = [0.1, 0.1, 0.1];
        GroupReward.ToAdvantages(values);
        Assert.Equal([0, 0, 0], values);
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }
}
