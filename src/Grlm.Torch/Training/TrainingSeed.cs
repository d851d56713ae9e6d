using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Randomness of a training run: every epoch starts from its own seed, and what draws within a step from one of the step, so that a resumed
/// run draws what an uninterrupted one would have drawn, with no generator state to keep.
/// </summary>
internal static class TrainingSeed
{
    /// <summary>Seeds torch for an epoch (0: initialisation) and returns a generator for the managed side.</summary>
    public static Random Begin(int seed, int epoch)
    {
        manual_seed(Mix(seed, epoch));
        return Managed(seed, epoch);
    }

    /// <summary>Returns the generator for the managed side alone; torch's stays as it is.</summary>
    public static Random Managed(int seed, int epoch) => new(Mix(seed, epoch));

    /// <summary>Returns the seed of one step of an epoch, for what draws while the step is taken.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="epoch">One-based.</param>
    /// <param name="step">Place of the step in the epoch, from zero.</param>
    public static int OfStep(int seed, int epoch, int step) => Mix(Mix(seed, epoch), step);

    /// <summary>Returns the seed of one of several models that are trained apart; that of the first is the run's own.</summary>
    public static int OfMember(int seed, int member) => unchecked(seed + (member * 0x2545_F491));

    private static int Mix(int seed, int epoch) => unchecked((seed * 1_000_003) + epoch);
}
