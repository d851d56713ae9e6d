using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>
/// Options of tuning a language model, on a workspace's instructions (<see cref="TrainOptions"/>) or on samples of any kind
/// (<see cref="ModelTuneOptions"/>); how long and with what seed is said there.
/// </summary>
public sealed record TuningOptions
{
    private static readonly TuningOptions _standard = new();

    /// <summary>Tells whether all parameters are trained; otherwise low-rank adapters (LoRA) beside them.</summary>
    [Option("Train all parameters instead of adapters.")]
    public bool Full { get; init; }

    /// <summary>Gets the width between the two factors of an adapter.</summary>
    [Option("Width between an adapter's factors.")]
    [Range(1, 4_096)]
    public int LoraRank { get; init; } = 16;

    /// <summary>Gets what adapters are scaled by, divided by their rank.</summary>
    [Option("Scale of adapters times their rank.")]
    [Range(1e-3, 1e6)]
    public double LoraAlpha { get; init; } = 32;

    /// <summary>Tells whether the scale is divided by the root of the rank instead (rsLoRA).</summary>
    [Option("Divide an adapter's scale by the root of its rank (rsLoRA).")]
    [NotInFingerprint(AtDefault = true)]
    public bool RankStabilized { get; init; }

    /// <summary>
    /// Gets the linear layers that get adapters, with commas between them: last parts of names, whole names, or <c>all-linear</c>.
    /// </summary>
    [Option("Layers that get an adapter: all-linear, or names with commas.", Value = "NAMES")]
    [NotInFingerprint(AtDefault = true)]
    public string LoraTargets { get; init; } = AdapterTargets.EveryLinear;

    /// <summary>Gets the share of the adapters' inputs that is dropped in training, 0 to below 1.</summary>
    [Option("Share of the adapters' inputs that is dropped.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(0.0, 0.95)]
    public double LoraDropout { get; init; }

    /// <summary>Gets the number of optimiser steps instead of passes; 0 for as many as the passes make.</summary>
    [Option("Steps instead of passes.")]
    [Range(0, 100_000_000)]
    public int Steps { get; init; }

    /// <summary>Gets how the learning rate goes on after its warm-up.</summary>
    [Option("How the learning rate falls after the warm-up.")]
    [NotInFingerprint(AtDefault = true)]
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.Cosine;

    /// <summary>Gets the number of steps over which the learning rate rises; 0 for <see cref="WarmupShare"/> of all.</summary>
    [Option("Steps over which the learning rate rises; 0 for a share of them.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(0, 100_000_000)]
    public int WarmupSteps { get; init; }

    /// <summary>Gets the share of the steps over which the learning rate rises, where <see cref="WarmupSteps"/> is 0.</summary>
    [Option("Share of the steps over which the learning rate rises.")]
    [Range(0.0, 1.0)]
    public double WarmupShare { get; init; } = 0.03;

    /// <summary>Gets the decay of Adam's mean gradient.</summary>
    [Option("Decay of Adam's first moment.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(0.0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets the decay of Adam's mean squared gradient.</summary>
    [Option("Decay of Adam's second moment.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(0.0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Gets what keeps Adam from dividing by zero.</summary>
    [Option("What keeps Adam from dividing by zero.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(1e-12, 1.0)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Gets the gradients longer than this are scaled down to it.</summary>
    [Option("Longest gradient; longer ones are scaled down to it.")]
    [NotInFingerprint(AtDefault = true)]
    [Range(1e-6, 1e6)]
    public double ClipNorm { get; init; } = 1;

    /// <summary>Gets the number of tokens that go through the network at once, padding included.</summary>
    [Option("Tokens that are computed at once.")]
    [Range(2, 10_000_000)]
    public int MicroBatchTokens { get; init; } = 2_048;

    /// <summary>Gets the number of micro-batches of one optimiser step.</summary>
    [Option("Micro-batches of a step.")]
    [Range(1, 100_000)]
    public int Accumulation { get; init; } = 1;

    /// <summary>Gets the number of tokens of a sample at most.</summary>
    [Option("Tokens of a sample at most.")]
    [Range(2, 10_000_000)]
    public int MaximumLength { get; init; } = 1_024;

    /// <summary>Tells whether short samples share rows; they don't see each other either way.</summary>
    [Option("Let short samples share rows.")]
    [NotInFingerprint(AtDefault = true)]
    public bool Packing { get; init; } = true;

    /// <summary>
    /// Tells whether layers are computed again on the way back instead of kept: a fraction of the memory, a third more time.
    /// </summary>
    [Option("Compute layers twice instead of keeping them.")]
    public bool GradientCheckpointing { get; init; }

    /// <summary>Gets the number of steps between two measurements of the validation loss; 0 for once a pass.</summary>
    [Option("Steps between measurements; 0 for once a pass.")]
    [Range(0, 100_000_000)]
    public int EvaluateEvery { get; init; }

    /// <summary>
    /// Gets the number of steps after which the state is saved as well; 0 for every five minutes, and when the run is asked to stop, alone.
    /// </summary>
    [Option("Steps after which a state is saved; 0 for every five minutes.")]
    [NotInFingerprint]
    [Range(0, 100_000_000)]
    public int SaveEvery { get; init; }

    /// <summary>Gets what products are computed in; the trained numbers are float32 in any case.</summary>
    [Option("What products are computed in.")]
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Gets <c>cpu</c>, <c>cuda:N</c>, or <c>auto</c>: the first CUDA device if there is one.</summary>
    [Option("Where it runs: auto, cpu or cuda:N.", Value = "DEVICE")]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Passes over the training samples.</summary>
    internal int Epochs { get; init; } = 3;

    /// <summary>Gets the peak learning rate; 0 for 2e-4 with adapters and 1e-5 with all parameters.</summary>
    internal double LearningRate { get; init; }

    /// <summary>Gets the decoupled weight decay.</summary>
    internal double WeightDecay { get; init; }

    /// <summary>Gets the number of measurements without a better figure after which it stops; 0 to never stop early.</summary>
    internal int Patience { get; init; }

    /// <summary>Gets what the weights that are kept are the best by.</summary>
    internal ValidationFigure Keep { get; init; }

    /// <summary>Gets the seed of initialisation, order and dropout.</summary>
    internal int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    internal int Threads { get; init; }

    internal double PeakLearningRate => LearningRate > 0 ? LearningRate : Full ? 1e-5 : 2e-4;

    internal bool ComputesInBFloat16 => Precision == Precision.Bfloat16 || (Precision == Precision.Auto && ComputePrecision.UsesBFloat16);

    internal AdapterConfig Adapter => new()
    {
        Rank = LoraRank,
        Alpha = LoraAlpha,
        RankStabilized = RankStabilized,
        Dropout = LoraDropout,
        Targets = LoraTargets == AdapterTargets.EveryLinear
            ? AdapterTargets.All
            : AdapterTargets.Of(LoraTargets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    };

    /// <summary>Checks values and combinations.</summary>
    /// <exception cref="InvalidOptionsException">A value or a combination cannot be.</exception>
    internal void Validate()
    {
        OptionsValidation.Validate(this);
        if (MaximumLength > MicroBatchTokens)
        {
            throw new InvalidOptionsException(
                $"Option 'maximumLength' is {MaximumLength}, and a micro-batch takes {MicroBatchTokens} tokens. " +
                    $"Raise 'microBatchTokens' or lower 'maximumLength'.");
        }

        if (Adapter.Targets is { Names.Count: 0, Expression: null })
        {
            throw new InvalidOptionsException(
                $"Option 'loraTargets' names no layer. Take '{AdapterTargets.EveryLinear}' or names such as 'q_proj,v_proj'.");
        }

        if (Full && (LoraRank, LoraAlpha) != (_standard.LoraRank, _standard.LoraAlpha))
        {
            throw new InvalidOptionsException(
                "Options 'loraRank' and 'loraAlpha' are for adapters, and 'full' trains none. Leave them out, or set 'full' to false.");
        }
    }
}
