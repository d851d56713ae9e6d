namespace Grlm.Torch.Tests;

public sealed class TrainOptionsTests
{
    private static readonly TrainOptions _paper = TrainOptions.OfPaper with { Base = "MODEL" };

    [Fact]
    public void OfPaper_IsValid_WithAModel() => _paper.Validate();

    [Fact]
    public void Validate_RefusesThePapersSettings_WithoutALanguageModel()
        => Assert.Contains("'base'", Assert.Throws<InvalidOptionsException>(TrainOptions.OfPaper.Validate).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validate_RefusesAdaptersBesideFullTuning()
        => Assert.Contains("'full'", Assert.Throws<InvalidOptionsException>((_paper with { LoraRank = 8 }).Validate).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Validate_RefusesTwoSizesOfAStep()
        => Assert.Contains("'batchSamples'", Assert.Throws<InvalidOptionsException>((_paper with { Accumulation = 4 }).Validate).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(128, 320.0, 20)] // 40,960 tokens in micro-batches of 2,048
    [InlineData(128, 20.0, 1)]
    [InlineData(1, 2_000.0, 1)]
    [InlineData(0, 320.0, 5)]
    public void AccumulationFor_ComesAsNearToTheSamplesAsWholeMicroBatchesCan(int samples, double meanTokens, int microBatches)
        => Assert.Equal(microBatches, new TrainOptions { BatchSamples = samples, Accumulation = 5 }.AccumulationFor(meanTokens));

    [Theory]
    [InlineData(600_000_000L, 2e-4)]
    [InlineData(1_700_000_000L, 2e-4)]
    [InlineData(4_000_000_000L, 1e-4)]
    [InlineData(8_000_000_000L, 7e-5)]
    [InlineData(14_000_000_000L, 5e-5)]
    public void ToTuning_TakesThePapersRateForTheSize(long parameters, double rate)
    {
        var tuning = _paper.ToTuning(parameters);
        Assert.Equal((rate, 3, 0.0, 2_048), (tuning.PeakLearningRate, tuning.Epochs, tuning.WarmupShare, tuning.MaximumLength));
    }
}
