using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TuningPassTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TuningSample[] _samples = TinyLanguageModel.Samples(6);

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Backward_OfAllWeights_IsTheSameWhetherLayersAreKeptOrComputedAgain(ScalarType type)
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        using var computing = new CausalNetwork(network.Config, network.Weights, type);

        var (keptLoss, kept) = GradientsOf(computing, network.Weights.Parameters, checkpointed: false);
        var (againLoss, again) = GradientsOf(computing, network.Weights.Parameters, checkpointed: true);

        Assert.Equal(keptLoss, againLoss);
        Assert.NotEqual(0, kept.Max(Math.Abs));
        TensorExtensions.AssertNear(kept, again, 1e-6);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Backward_OfAdapters_IsTheSameWhetherLayersAreKeptOrComputedAgain(ScalarType type)
    {
        using var network = TinyLanguageModel.Create(trainable: false, type);
        using var adapters = TinyLanguageModel.Adapters(dropout: 0.3);
        network.Adapters = adapters.Pairs(training: true);

        var (keptLoss, kept) = GradientsOf(network, adapters.Parameters, checkpointed: false);
        var (againLoss, again) = GradientsOf(network, adapters.Parameters, checkpointed: true);

        Assert.Equal(keptLoss, againLoss);
        Assert.NotEqual(0, kept.Max(Math.Abs));
        TensorExtensions.AssertNear(kept, again, 1e-6);
    }

    [Fact]
    public void Backward_InBFloat16_FillsTheFloat32GradientsOfTheMasterWeights()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        using var coarse = new CausalNetwork(network.Config, network.Weights, ScalarType.BFloat16);

        var (_, exact) = GradientsOf(network, network.Weights.Parameters, checkpointed: false);
        var (_, rounded) = GradientsOf(coarse, network.Weights.Parameters, checkpointed: false);

        var difference = Math.Sqrt(exact.Zip(rounded, (a, b) => (double)(a - b) * (a - b)).Sum() / exact.Sum(a => (double)a * a));
        Assert.InRange(difference, 1e-5, 0.05); // rounded, and the same direction
    }

    [Fact]
    public void Backward_InMicroBatchesAddsUpToThatOfOneBatch()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        var (wholeLoss, whole) = GradientsOf(network, network.Weights.Parameters, checkpointed: false);
        var (sumLoss, sum) = GradientsOf(network, network.Weights.Parameters, checkpointed: false, parts: 3);

        Assert.Equal(wholeLoss, sumLoss, 1e-5);
        TensorExtensions.AssertNear(whole, sum, 1e-6);
    }

    [Fact]
    public void Backward_IsTheSameWhetherSamplesShareRowsOrNot()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        using var parameters = network.Weights.Parameters;
        var pass = new TuningPass(network, checkpointed: false);

        var padded = GoldenTuning.Padded(_samples);
        var paddedLoss = pass.Backward(padded, 1, seed: 0);
        var expected = parameters.Gradients.ToArray();
        parameters.ClearGradients();
        var packedLoss = pass.Backward(TuningBatch.Of([_samples[..2], _samples[2..]]), 1, seed: 0);

        Assert.Equal(paddedLoss, packedLoss, 1e-4);
        TensorExtensions.AssertNear(expected, parameters.Gradients.ToArray(), 1e-4);
    }

    [Fact]
    public void Backward_IsTheSameWhetherAPromptIsReadOnceOrForEverySample()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        using var parameters = network.Weights.Parameters;
        var pass = new TuningPass(network, checkpointed: false);
        TuningSample[] samples =
            [.. _samples.Select(
                sample => new TuningSample([1, 2, 3, .. sample.Ids], [-100, -100, -100, .. sample.Labels]) { PromptLength = 3 })];

        var apartLoss = pass.Backward(GoldenTuning.Padded(samples), 1, seed: 0);
        var expected = parameters.Gradients.ToArray();
        parameters.ClearGradients();
        var shared = TuningBatch.Of([samples]);
        var sharedLoss = pass.Backward(shared, 1, seed: 0);

        Assert.Equal(samples.Sum(sample => sample.Length) - (3 * (samples.Length - 1)), shared.Tokens.Tokens);
        Assert.Equal(apartLoss, sharedLoss, 1e-4);
        TensorExtensions.AssertNear(expected, parameters.Gradients.ToArray(), 1e-4);
    }

    [Fact]
    public void Measure_GivesTheLossOfBackward()
    {
        using var network = TinyLanguageModel.Create(trainable: true);
        var pass = new TuningPass(network, checkpointed: false);
        var batch = GoldenTuning.Padded(_samples);

        Assert.Equal(pass.Backward(batch, 1, seed: 0), pass.Measure(batch), 1e-9);
    }

    private (double Loss, float[] Gradients) GradientsOf(CausalNetwork network, ParameterSet parameters, bool checkpointed, int parts = 1)
    {
        parameters.ClearGradients();
        var pass = new TuningPass(network, checkpointed);
        TuningBatch[] batches = [.. _samples.Chunk(_samples.Length / parts).Select(GoldenTuning.Padded)];
        var targets = batches.Sum(batch => batch.Targets.Length);
        var loss = batches.Sum(batch => pass.Backward(batch, 1.0 / targets, seed: 11));
        return (loss, parameters.Gradients.ToArray());
    }
}
