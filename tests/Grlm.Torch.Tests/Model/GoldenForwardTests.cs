using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GoldenForwardTests
{
    [Fact]
    public void Forward_EqualsTheReferenceImplementation_LeftAndRightPadded()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_forward.json"))
        {
            var golden = GoldenModel.Json(folder, "golden_forward.json");
            var last = golden["logits_last3"] is not null ? 3 : 1;
            var expected = GoldenModel.Flat(golden["logits_last3"] ?? golden["logits_last"]!);
            foreach (var side in new[] { PaddingSide.Left, PaddingSide.Right })
            {
                var actual = LastLogits(folder, Texts(golden), side, last);
                Assert.True(GoldenModel.LargestDifference(expected, actual) < 1e-4,
                    $"{folder}, {side}: {GoldenModel.LargestDifference(expected, actual)}");
            }
        }
    }

    private static int[][] Texts(JsonNode golden)
    {
        var rows = GoldenModel.Rows(golden["input_ids"]!);
        var masks = golden["attention_mask"] is { } mask ? GoldenModel.Rows(mask) : null;
        return [.. rows.Select((row, index) => row.Where((_, place) => masks is null || masks[index][place] == 1).ToArray())];
    }

    private static float[] LastLogits(string folder, int[][] texts, PaddingSide side, int count)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = CastAsTheReferenceWas(GoldenModel.Network(folder));
        var hidden = network.Forward(TokenBatch.Padded(texts, side));
        var width = texts.Max(text => text.Length);
        return [.. texts.SelectMany((text, row) =>
        {
            var end = side == PaddingSide.Left ? width : text.Length;
            return network.Logits(hidden[row].narrow(0, end - count, count)).data<float>().ToArray();
        })];
    }

    /// <summary>
    /// The reference with bfloat16 weights was cast as a whole before it computed in float32, and that rounded the frequencies of its
    /// rotary embedding too. A model loaded from a checkpoint keeps them in float32, in transformers as here, so only this test rounds
    /// them.
    /// </summary>
    private static CausalNetwork CastAsTheReferenceWas(CausalNetwork network)
    {
        var config = network.Config;
        if (config.StoredType != StoredType.BF16)
        {
            return network;
        }

        var rounded = tensor(RotaryFrequencies.Of(config.Rotary, config.HeadSize)).to_type(ScalarType.BFloat16).to_type(ScalarType.Float32);
        var scaling = RotaryFrequencies.AttentionScaling(config.Rotary);
        return new CausalNetwork(
            config, network.Weights, network.ComputeType,
            new RotaryTable(rounded.data<float>().ToArray(), scaling, network.ComputeType, CPU));
    }
}
