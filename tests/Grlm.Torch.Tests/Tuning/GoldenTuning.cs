using System.Text.Json.Nodes;

namespace Grlm.Torch.Tests;

/// <summary>What golden training runs are made of.</summary>
internal static class GoldenTuning
{
    /// <summary>Two float32 runs, each as far from float64 as rounding takes it, and that is known to a factor of a few.</summary>
    private const double Slack = 4;

    /// <summary>The samples of a batch, without their padding.</summary>
    public static TuningSample[] Samples(JsonNode golden)
    {
        var (ids, labels) = (GoldenModel.Rows(golden["input_ids"]!), GoldenModel.Rows(golden["labels"]!));
        var masks = golden["attention_mask"] is { } mask
            ? GoldenModel.Rows(mask) : Array.ConvertAll(ids, row => Array.ConvertAll(row, _ => 1));
        return [.. ids.Select((_, row) => new TuningSample(Kept(ids[row], masks[row]), Kept(labels[row], masks[row])))];
    }

    /// <summary>One sample a row.</summary>
    public static TuningBatch Padded(IEnumerable<TuningSample> samples)
        => TuningBatch.Of([.. samples.Select(sample => (IReadOnlyList<TuningSample>)[sample])]);

    /// <summary>An adapter that another implementation wrote, attached to a network.</summary>
    public static LoraAdapters Attach(CausalNetwork network, string folder)
    {
        var adapters = LoraAdapters.Load(folder, network.Config, network.Device);
        network.Adapters = adapters.Pairs(training: false);
        return adapters;
    }

    /// <summary>
    /// Takes the golden run's steps and compares each, beside a tolerance within what rounding alone can make of it (null for nothing).
    /// </summary>
    public static void Follow(
        JsonNode golden, ParameterSet parameters, TuningPass pass, TuningBatch[] microBatches, string folder, double tolerance,
        double[]? rounding = null)
    {
        var settings = GoldenOptimizer.Parse(golden);
        using var optimizer = new AdamW(parameters, settings.WeightDecay, settings.MaximumNorm, settings.Moments);
        var targets = microBatches.Sum(batch => batch.Targets.Length);
        foreach (var step in golden["steps"]!.AsArray())
        {
            var what = $"{folder}: step {optimizer.Steps}";
            var rate = settings.Schedule.At(optimizer.Steps);
            var relative = tolerance + (Slack * rounding?[optimizer.Steps] ?? 0);
            var loss = microBatches.Sum(batch => pass.Backward(batch, 1.0 / targets, seed: 0)) / targets;
            var norm = optimizer.Step(rate);
            var (expectedLoss, expectedNorm) = (step!["loss"]!.GetValue<double>(), step["grad_norm"]!.GetValue<double>());
            AssertNear(expectedLoss, loss, relative * expectedLoss, $"{what}, loss");
            AssertNear(expectedNorm, norm, relative * expectedNorm, $"{what}, gradient norm");
            if (step["lr"] is { } expectedRate)
            {
                AssertNear(expectedRate.GetValue<double>(), rate, 1e-12, $"{what}, learning rate");
            }
        }
    }

    /// <summary>
    /// For each step of a golden run of all parameters, how far rounding alone takes it: Adam makes it grow (docs/models.md).
    /// </summary>
    public static double[] RoundingOf(JsonNode training, CausalNetwork network, TuningSample[] samples) => PlainRuns.DeviationsOf(
        (type, change) => new PlainNetwork(network.Config, type, name =>
        {
            using var values = network.Weights.Values(name);
            return change is null ? values.clone() : change(values);
        }),
        samples, GoldenOptimizer.Parse(training), training["steps"]!.AsArray().Count);

    public static void AssertNear(double expected, double actual, double tolerance, string what)
        => Assert.True(Math.Abs(expected - actual) <= tolerance,
            $"{what}: {actual:R} where {expected:R} is expected, within {tolerance:R}.");

    private static int[] Kept(int[] row, int[] mask) => [.. row.Where((_, place) => mask[place] == 1)];
}
