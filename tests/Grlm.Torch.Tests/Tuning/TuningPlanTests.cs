namespace Grlm.Torch.Tests;

public sealed class TuningPlanTests
{
    private static readonly int[] _lengths = [.. Enumerable.Range(0, 30).Select(sample => 3 + (sample % 9))];
    private static readonly FixedSamples _samples = new([.. _lengths.Select(length => new TuningSample(new int[length], new int[length]))]);
    private static readonly TuningOptions _options = new()
    {
        Epochs = 3,
        MicroBatchTokens = 24,
        MaximumLength = 12,
        Accumulation = 2
    };

    [Fact]
    public void Plan_ShowsEverySampleOnceAnEpoch()
    {
        var plan = new TuningPlan(_samples, _options);
        for (var epoch = 1; epoch <= plan.Epochs; epoch++)
        {
            var steps = Enumerable.Range(1, plan.TotalSteps).Where(step => plan.EpochOf(step) == epoch);
            var seen = steps.SelectMany(step => plan.MicroBatchesOf(step).SelectMany(rows => rows.SelectMany(row => row)));
            Assert.Equal(Enumerable.Range(0, _lengths.Length), seen.Order());
        }

        Assert.Equal(3, plan.Epochs);
        Assert.Equal(3 * _lengths.Sum(), plan.TotalTokens);
        Assert.Equal(3, Enumerable.Range(1, plan.TotalSteps).Count(plan.EndsEpoch));
    }

    [Fact]
    public void Plan_OfStepsRunsThroughAsManyEpochsAsItTakes()
    {
        var perEpoch = new TuningPlan(_samples, _options with { Epochs = 1 }).TotalSteps;
        var plan = new TuningPlan(_samples, _options with { Steps = (2 * perEpoch) + 1 });

        Assert.Equal((2 * perEpoch) + 1, plan.TotalSteps);
        Assert.Equal(3, plan.EpochOf(plan.TotalSteps));
        Assert.True(plan.EndsEpoch(plan.TotalSteps));
        Assert.NotEmpty(plan.MicroBatchesOf(plan.TotalSteps));
    }

    [Fact]
    public void Plan_IsTheSameFromWhereverOneLooks()
    {
        var (forward, random) = (new TuningPlan(_samples, _options), new TuningPlan(_samples, _options));
        var steps = Enumerable.Range(1, forward.TotalSteps).ToArray();
        var expected = Array.ConvertAll(steps, step => forward.MicroBatchesOf(step).ToArray());
        foreach (var step in steps.Reverse())
        {
            Assert.Equal(expected[step - 1], random.MicroBatchesOf(step).ToArray());
        }
    }
}
