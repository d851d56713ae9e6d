namespace Grlm.Torch.Tests;

public sealed class MemoryEstimateTests
{
    // Width 8, inner width 12, two query heads and one key-value head of 4, 10 tokens, one layer: 592 numbers; 116 a token in the layer.
    private static readonly LanguageModelConfig _config = TinyCheckpoint.Config();

    [Fact]
    public void ToRun_CountsWeightsCacheActivationsAndLogits()
    {
        var estimate = MemoryEstimate.ToRun(_config, StoredType.F32, tokens: 10, sequences: 2);
        Assert.Equal(new MemoryEstimate(Weights: 592 * 4, Training: 0, Cache: 2 * 4 * 10 * 2 * 4, Activations: 116 * 10 * 2 * 4,
            Logits: 2 * 10 * 2 * 4), estimate);
        Assert.Equal(2368 + 640 + 9280 + 160, estimate.Total);
        Assert.Equal(592 * 2, MemoryEstimate.ToRun(_config, StoredType.BF16, tokens: 10, sequences: 2).Weights);
        Assert.Equal(320, MemoryEstimate.ToRun(_config, StoredType.BF16, tokens: 10, sequences: 2).Cache);
    }

    [Fact]
    public void ToTune_Takes16BytesAParameter_AndCheckpointingKeepsOneLayer()
    {
        var two = _config with { LayerCount = 2 };
        var plain = MemoryEstimate.ToTune(two, tokens: 10, checkpointing: false);
        var checkpointed = MemoryEstimate.ToTune(two, tokens: 10, checkpointing: true);
        const long parameters = 592 + (592 - 80 - 8);
        Assert.Equal(16 * parameters, plain.Weights + plain.Training);
        Assert.Equal(2 * 116 * 10 * 4, plain.Activations);
        Assert.Equal(((2 * 8) + 116) * 10 * 4, checkpointed.Activations);
        Assert.Equal(2 * 10 * 10 * 4, plain.Logits);
        Assert.Equal(0, plain.Cache);
    }

    [Fact]
    public void ToTuneAdapter_TrainsTheAdapterOnly()
    {
        var estimate = MemoryEstimate.ToTuneAdapter(_config, StoredType.BF16, rank: 2, tokens: 10, checkpointing: true);
        Assert.Equal(592 * 2, estimate.Weights);
        Assert.Equal(16 * 2 * (16 + 12 + 12 + 16 + 20 + 20 + 20), estimate.Training); // in + out of q, k, v, o, gate, up, down
    }
}
