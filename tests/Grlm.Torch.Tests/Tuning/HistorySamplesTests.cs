namespace Grlm.Torch.Tests;

public sealed class HistorySamplesTests
{
    private static readonly int[][] _termIds = [[10, 1], [11, 12, 1], [13, 1], [14, 1]];

    [Fact]
    public void Sample_LearnsEveryTermIdButTheFirst()
    {
        var sample = new HistorySamples([[1, 0, 2]], [5, 6], _termIds, damagedShare: 0, seed: 1).Sample(1, 0);

        Assert.Equal([5, 6, 11, 12, 1, 10, 1, 13, 1], sample.Ids);
        Assert.Equal([-100, -100, -100, -100, -100, 10, 1, 13, 1], sample.Labels);
        Assert.Equal(2, sample.PromptLength);
        Assert.Equal([1, 0, 2], sample.History!.Items);
        Assert.True(sample.History.IsObserved);
    }

    [Fact]
    public void Samples_AreDamagedAnewInEachPass_AndAlikeWheneverTheyAreAskedFor()
    {
        int[][] histories = [.. Enumerable.Repeat<int[]>([0, 1, 2, 3, 0, 1, 2, 3], 200)];
        HistorySamples Of() => new(histories, [5], _termIds, damagedShare: 0.5, seed: 1);
        var (samples, again) = (Of(), Of());

        var damaged = Enumerable.Range(0, 200).Count(number => !samples.Sample(1, number).History!.IsObserved);
        Assert.InRange(damaged, 70, 130);
        Assert.NotEqual(samples.SizesOf(1), samples.SizesOf(2));
        for (var number = 199; number >= 0; number--)
        {
            Assert.Equal(samples.Sample(2, number).Ids, again.Sample(2, number).Ids);
            Assert.Equal(samples.SizesOf(2)[number], new SampleSize(again.Sample(2, number).Length, PromptLength: 1, Prompt: 0));
            Assert.Equal(samples.Sample(2, number).History!.IsObserved,
                samples.Sample(2, number).History!.Items.SequenceEqual(histories[0]));
        }
    }

    [Fact]
    public void FixedSamples_ShareAPromptThatSeveralHave()
    {
        TuningSample[] samples = [new([1, 2, 3], [-100, -100, 3]), new([1, 2, 4, 4], [-100, -100, 4, 4]), new([1, 5, 6], [-100, -100, 6])];
        Assert.Equal([new SampleSize(3, 2, 0), new SampleSize(4, 2, 0), new SampleSize(3)], new FixedSamples(samples).SizesOf(1));
        var joined = new JoinedSamples(new FixedSamples(samples), new FixedSamples(samples));
        Assert.Equal([0, 0, -1, 1, 1, -1], joined.SizesOf(1).Select(size => size.Prompt));
        Assert.Same(samples[2], joined.Sample(1, 5));
    }
}
