using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>What golden training runs are made of.</summary>
internal static class GoldenTuning
{
    /// <summary>The samples of a batch, without their padding.</summary>
    public static TuningSample[] Samples(JsonNode golden)
    {
        var (ids, labels) = (GoldenModel.Rows(golden["input_ids"]!), GoldenModel.Rows(golden["labels"]!));
        var masks = golden["attention_mask"] is { } mask ? GoldenModel.Rows(mask) : Array.ConvertAll(ids, row => Array.ConvertAll(row, _ => 1));
        return [.. ids.Select((_, row) => new TuningSample(Kept(ids[row], masks[row]), Kept(labels[row], masks[row])))];
    }

    /// <summary>One sample a row.</summary>
    public static TuningBatch Padded(IEnumerable<TuningSample> samples) => TuningBatch.Of([.. samples.Select(sample => (IReadOnlyList<TuningSample>)[sample])]);

    /// <summary>An adapter that another implementation wrote, attached to a network.</summary>
    public static LoraAdapters Attach(CausalNetwork network, string folder)
    {
        var adapters = LoraAdapters.Load(folder, network.Config, network.Device);
        network.Adapters = adapters.Pairs(training: false);
        return adapters;
    }

    public static void AssertNear(double expected, double actual, double tolerance, string what)
        => Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:R} where {expected:R} is expected, within {tolerance:R}.");

    private static int[] Kept(int[] row, int[] mask) => [.. row.Where((_, place) => mask[place] == 1)];
}
