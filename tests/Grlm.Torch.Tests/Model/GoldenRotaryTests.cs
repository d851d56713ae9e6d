using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class GoldenRotaryTests
{
    [Fact]
    public void Frequencies_AndLogitsBeyondTheOriginalLength_EqualTheReferenceImplementation()
    {
        foreach (var folder in GoldenModel.FoldersWith("golden_rope.json"))
        {
            var golden = GoldenModel.Json(folder, "golden_rope.json");
            using var scope = NewDisposeScope();
            using var guard = no_grad();
            using var network = GoldenModel.Network(folder);
            using var table = new RotaryTable(network.Config.Rotary, network.Config.HeadSize, ScalarType.Float32, CPU);
            var text = GoldenModel.Rows(golden["input_ids"]!)[0];
            int[] positions = [.. golden["positions"]!.AsArray().Select(position => position!.GetValue<int>())];

            var hidden = network.Forward(TokenBatch.Padded([text], PaddingSide.Right))[0];
            var logits = positions.SelectMany(position => network.Logits(hidden[position]).data<float>().ToArray()).ToArray();

            Assert.Equal(golden["attention_scaling"]!.GetValue<double>(), table.AttentionScaling, 1e-6);
            Assert.True(GoldenModel.LargestDifference(GoldenModel.Flat(golden["inv_freq"]!), table.InverseFrequencies) < 1e-6, folder);
            Assert.True(GoldenModel.LargestDifference(GoldenModel.Flat(golden["logits"]!), logits) < 1e-4, folder);
        }
    }
}
