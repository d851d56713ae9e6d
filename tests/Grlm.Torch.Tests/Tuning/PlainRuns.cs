using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>How far rounding alone takes a training run from the same run in float64.</summary>
internal static class PlainRuns
{
    private const double LastBit = 6e-8;

    /// <summary>
    /// Takes the steps in float64, in float32, and in float64 from weights that differ in the last bit of a float32 number.
    /// </summary>
    /// <param name="create">Makes the network in a precision, its weights changed by a function.</param>
    /// <param name="samples">What it learns.</param>
    /// <param name="settings">How.</param>
    /// <param name="steps">How many steps.</param>
    /// <returns>For each step the largest relative difference of a gradient norm so far.</returns>
    public static double[] DeviationsOf(
        Func<ScalarType, Func<Tensor, Tensor>?, PlainNetwork> create, IReadOnlyList<TuningSample> samples,
        GoldenOptimizer settings, int steps)
    {
        using var exact = create(ScalarType.Float64, null);
        using var single = create(ScalarType.Float32, null);
        using var moved = create(ScalarType.Float64, Moved(new Random(11)));
        using var other = create(ScalarType.Float64, Moved(new Random(12)));
        var deviations = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            var rate = settings.Schedule.At(step);
            var norm = Take(exact, rate);
            deviations[step] = ((PlainNetwork[])[single, moved, other]).Max(network => Math.Abs((Take(network, rate) / norm) - 1));
            deviations[step] = Math.Max(deviations[step], step > 0 ? deviations[step - 1] : 0);
        }

        return deviations;

        double Take(PlainNetwork network, double rate)
        {
            var (_, norm) = network.Backward(samples);
            network.Step(norm, rate, settings);
            return norm;
        }
    }

    private static Func<Tensor, Tensor> Moved(Random random) => values => values.to_type(ScalarType.Float64).mul(
        tensor(Enumerable.Range(0, (int)values.numel()).Select(_ => 1 + (LastBit * ((2 * random.NextDouble()) - 1))).ToArray(),
            values.shape));
}
