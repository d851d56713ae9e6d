namespace Grlm.Torch.Tests;

public sealed class TuningMemoryTests
{
    private static readonly TuningOptions _options = new()
    {
        Full = true,
        MicroBatchTokens = 1 << 14,
        MaximumLength = 32,
        Precision = Precision.Float32,
    };

    [Fact]
    public void Check_TakesWhatFits()
        => TuningMemory.Check(TinyLanguageModel.Config, _options, Needed(_options));

    [Fact]
    public void Check_RefusesWhatDoesNotAndSaysWhatWould()
    {
        var small = _options with { MicroBatchTokens = _options.MaximumLength };
        var error = Assert.Throws<InvalidOptionsException>(() => TuningMemory.Check(TinyLanguageModel.Config, _options, Needed(small)));

        Assert.Contains("micro-batches of 32 tokens", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("What would fit: gradient checkpointing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SaysWhereNothingWould()
        => Assert.Contains("smaller model",
            Assert.Throws<InvalidOptionsException>(() => TuningMemory.Check(TinyLanguageModel.Config, _options, 1_000)).Message,
            StringComparison.Ordinal);

    private static long Needed(TuningOptions options)
        => MemoryEstimate.ToTune(TinyLanguageModel.Config, options.MicroBatchTokens, options.GradientCheckpointing).Total;
}
