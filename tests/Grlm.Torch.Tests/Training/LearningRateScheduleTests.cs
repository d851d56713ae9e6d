namespace Grlm.Torch.Tests;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.25)] // the first step already moves
    [InlineData(3, 1.0)]
    [InlineData(4, 1.0)]
    [InlineData(8, 0.5)] // half of the way down
    [InlineData(12, 0.0)]
    [InlineData(99, 0.0)]
    public void At_RisesInAStraightLineAndFallsAlongACosine(int step, double share)
        => Assert.Equal(2 * share, new LearningRateSchedule(Peak: 2, WarmupSteps: 4, TotalSteps: 12).At(step), 1e-12);

    [Fact]
    public void At_StartsAtThePeakWithoutWarmup() => Assert.Equal(2, new LearningRateSchedule(2, 0, 10).At(0));

    [Fact]
    public void At_OnlyRisesWhereTheWarmupIsLongerThanTraining() => Assert.Equal(1, new LearningRateSchedule(2, 10, 5).At(4));

    [Theory]
    [InlineData(LearningRateDecay.Cosine, 6, 0.8535533905932737)]
    [InlineData(LearningRateDecay.Linear, 6, 0.75)]
    [InlineData(LearningRateDecay.Constant, 6, 1.0)]
    [InlineData(LearningRateDecay.Linear, 12, 0.0)]
    [InlineData(LearningRateDecay.Constant, 12, 1.0)]
    public void At_AfterTheWarmupGoesOnAsTheDecaySays(LearningRateDecay decay, int step, double share)
        => Assert.Equal(2 * share, new LearningRateSchedule(Peak: 2, WarmupSteps: 4, TotalSteps: 12, decay).At(step), 1e-12);

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(3, 0.75)]
    [InlineData(4, 1.0)]
    public void At_OfAScheduleWhoseFirstStepRests_BeginsAtZero(int step, double share)
        => Assert.Equal(2 * share, new LearningRateSchedule(Peak: 2, WarmupSteps: 4, TotalSteps: 12, FirstStepRests: true).At(step), 1e-12);
}
