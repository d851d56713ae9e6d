using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class LoraAdaptersTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Initialize_LeavesTheModelUnchangedAndDrawsAsPeftDoes()
    {
        using var adapters = TinyLanguageModel.Adapters(fresh: true);
        foreach (var (name, values) in adapters.Parameters.Named)
        {
            var numbers = values.ToArray();
            if (name.EndsWith("lora_B.weight", StringComparison.Ordinal))
            {
                Assert.All(numbers, number => Assert.Equal(0, number));
            }
            else
            {
                var bound = 1 / Math.Sqrt(values.shape[1]);
                Assert.InRange(numbers.Max(Math.Abs), bound * 0.8, bound);
            }
        }

        using var network = TinyLanguageModel.Create(trainable: false);
        var before = Outputs(network);
        network.Adapters = adapters.Pairs(training: false);
        Assert.Equal(before, Outputs(network));
    }

    [Fact]
    public void Load_OfWhatWasSaved_GivesTheSameOutputs()
    {
        using var network = TinyLanguageModel.Create(trainable: false);
        using var adapters = TinyLanguageModel.Adapters();
        network.Adapters = adapters.Pairs(training: false);
        var expected = Outputs(network);
        adapters.Save(_folder.PathOf("adapter"));

        using var loaded = LoraAdapters.Load(_folder.PathOf("adapter"), network.Config, CPU);
        network.Adapters = loaded.Pairs(training: false);
        Assert.Equal(expected, Outputs(network));
        Assert.Equal(adapters.Settings.Rank, loaded.Settings.Rank);
        Assert.Equal(["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"], loaded.Settings.Targets.Names);
    }

    [Fact]
    public void MergeInto_GivesTheSameOutputsWithoutAdapters()
    {
        using var network = TinyLanguageModel.Create(trainable: false);
        using var adapters = TinyLanguageModel.Adapters();
        var unchanged = Outputs(network);
        network.Adapters = adapters.Pairs(training: false);
        var expected = Outputs(network);

        network.Adapters = null;
        adapters.MergeInto(network.Weights);
        TensorExtensions.AssertNear(expected, Outputs(network), 1e-4);
        Assert.True(unchanged.Zip(expected, (a, b) => Math.Abs(a - b)).Max() > 0.01);
    }

    [Theory]
    [InlineData(false, 2.0)]
    [InlineData(true, 4.0)]
    public void Pairs_AreScaledByAlphaOverTheRankOrItsRoot(bool stabilized, double scale)
    {
        var settings = new AdapterConfig { Rank = 4, Alpha = 8, RankStabilized = stabilized, Targets = AdapterTargets.Of("q_proj") };
        using var adapters = new LoraAdapters(settings, TinyLanguageModel.Config, CPU);
        Assert.Equal(2, adapters.Pairs(training: false).Count); // one a layer
        Assert.All(adapters.Pairs(training: false).Values, pair => Assert.Equal(scale, pair.Scale));
    }

    [Fact]
    public void Adapters_ForAWholeName_AreThatLayersAlone()
    {
        const string module = "model.layers.1.self_attn.q_proj";
        using var adapters = new LoraAdapters(new AdapterConfig { Targets = AdapterTargets.Of(module) }, TinyLanguageModel.Config, CPU);
        Assert.Equal(module, Assert.Single(adapters.Pairs(training: false)).Key);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("lm_head")]
    [InlineData("embed_tokens")]
    public void Adapters_ForALayerThatCannotHaveOne_AreRefused(string target)
    {
        var settings = new AdapterConfig { Targets = AdapterTargets.Of("q_proj", target) };
        var error = Assert.Throws<InvalidOptionsException>(() => new LoraAdapters(settings, TinyLanguageModel.Config, CPU));
        Assert.Contains($"'{target}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("down_proj", error.Message, StringComparison.Ordinal);
    }

    private static float[] Outputs(CausalNetwork network)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return network.Logits(network.Forward(TokenBatch.Padded([[1, 2, 3, 4, 5], [7, 6]], PaddingSide.Right))).ToArray();
    }
}
