using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class LanguageModelWeightsTests
{
    [Fact]
    public void Values_OfLayersThatShareTheirInput_LieBehindOneAnotherInOneParameter()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_forward.json")
            .Where(folder => File.Exists(Path.Combine(folder, "model.safetensors"))))
        {
            using var scope = NewDisposeScope();
            using var network = GoldenModel.Network(folder);
            var weights = network.Weights;
            string[] parts = ["q_proj", "k_proj", "v_proj"];

            var joined = cat([.. parts.Select(part => weights.Values(LanguageModelTensors.OfLayer(0, $"self_attn.{part}.weight")))]);

            var fused = weights.Tensor(LanguageModelTensors.OfLayer(0, "self_attn.q_proj.weight"));
            Assert.True(fused.allclose(joined, rtol: 0, atol: 0));
            Assert.Equal(weights.Parameters.Count, weights.Names.Sum(name => weights.Values(name).numel()));
        }
    }

    [Fact]
    public void Gradient_OfFrozenWeights_IsRefused()
    {
        using var set = ParameterSet.Frozen([new("w", [2, 2])], ScalarType.BFloat16, CPU);

        Assert.False(set["w"].requires_grad);
        Assert.Equal(ScalarType.BFloat16, set.Values.dtype);
        Assert.Throws<InvalidOperationException>(() => set.Gradients);
    }
}
