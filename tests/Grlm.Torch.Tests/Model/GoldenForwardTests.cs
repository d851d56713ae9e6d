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
            if (golden["logits_last3"] is not { } logits)
            {
                continue;
            }

            var expected = GoldenModel.Flat(logits);
            foreach (var side in new[] { PaddingSide.Left, PaddingSide.Right })
            {
                var actual = LastLogits(folder, Texts(golden), side, count: 3);
                Assert.True(GoldenModel.LargestDifference(expected, actual) < 1e-4, $"{folder}, {side}: {GoldenModel.LargestDifference(expected, actual)}");
            }
        }
    }

    private static int[][] Texts(JsonNode golden)
    {
        var masks = GoldenModel.Rows(golden["attention_mask"]!);
        return [.. GoldenModel.Rows(golden["input_ids"]!).Select((row, index) => row.Where((_, place) => masks[index][place] == 1).ToArray())];
    }

    private static float[] LastLogits(string folder, int[][] texts, PaddingSide side, int count)
    {
        using var scope = NewDisposeScope();
        using var guard = no_grad();
        using var network = GoldenModel.Network(folder);
        var hidden = network.Forward(TokenBatch.Padded(texts, side));
        var width = texts.Max(text => text.Length);
        return [.. texts.SelectMany((text, row) =>
        {
            var end = side == PaddingSide.Left ? width : text.Length;
            return network.Logits(hidden[row].narrow(0, end - count, count)).data<float>().ToArray();
        })];
    }
}
