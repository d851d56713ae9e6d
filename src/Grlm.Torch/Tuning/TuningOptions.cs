using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of tuning a language model.</summary>
public sealed record TuningOptions
{
    /// <summary>
    /// Gets the training samples: JSON lines of <c>{"messages": [{"role", "content"}, …]}</c> or <c>{"prompt", "completion"}</c>.
    /// </summary>
    [Option("JSON lines of {\"messages\": […]} or {\"prompt\", \"completion\"}.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public required string Samples { get; init; }

    /// <summary>Gets the samples of the same form to measure the loss on; null for none, or for <see cref="ValidationShare"/>.</summary>
    [Option("Samples to measure the loss on.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? Validation { get; init; }

    /// <summary>Gets the share of the samples held out to measure the loss on, where no validation file is given.</summary>
    [Option("Share of the samples held out for that instead.")]
    [Range(0.0, 0.9)]
    public double ValidationShare { get; init; }

    /// <summary>
    /// Gets the folder of the result, replaced as a whole in the end: adapters in PEFT's layout, or a model in Hugging Face layout.
    /// </summary>
    [Option("Folder of the result: a PEFT adapter, or a model.", Value = "DIR", IsPath = true)]
    [NotInFingerprint]
    public required string Out { get; init; }

    /// <summary>Tells whether adapters are merged into the model, and that is written.</summary>
    [Option("Merge the adapters, and write the whole model.")]
    public bool Merge { get; init; }

    /// <summary>Tells whether all parameters are trained; otherwise low-rank adapters (LoRA) beside them.</summary>
    [Option("Train all parameters instead of adapters.")]
    public bool Full { get; init; }

    /// <summary>Gets the width between the two factors of an adapter.</summary>
    [Option("Rank of the adapters.")]
    [Range(1, 4_096)]
    public int LoraRank { get; init; } = 16;

    /// <summary>Gets what adapters are scaled by, divided by their rank.</summary>
    [Option("What they are scaled by, over the rank.")]
    [Range(1e-3, 1e6)]
    public double LoraAlpha { get; init; } = 32;

    /// <summary>Tells whether the scale is divided by the root of the rank instead (rsLoRA).</summary>
    [Option("Scale over the root of the rank (rsLoRA).")]
    public bool RankStabilized { get; init; }

    /// <summary>
    /// Gets the linear layers that get adapters, with commas between them: last parts of names, whole names, or <c>all-linear</c>.
    /// </summary>
    [Option("Layers that get one: all-linear, or names with commas.", Value = "NAMES")]
    public string LoraTargets { get; init; } = AdapterTargets.EveryLinear;

    /// <summary>Gets the share of the adapters' inputs that is dropped in training, 0 to below 1.</summary>
    [Option("Share of their inputs that is dropped.")]
    [Range(0.0, 0.95)]
    public double LoraDropout { get; init; }

    /// <summary>Passes over the training samples.</summary>
    [Option("Passes over the samples.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 3;

    /// <summary>Gets the number of optimiser steps instead of passes; 0 for as many as the passes make.</summary>
    [Option("Optimiser steps instead.")]
    [Range(0, 100_000_000)]
    public int Steps { get; init; }

    /// <summary>Gets the peak learning rate; 0 for 2e-4 with adapters and 1e-5 with all parameters.</summary>
    [Option("Peak learning rate; 0 for 2e-4, or 1e-5 in full.")]
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; }

    /// <summary>Gets how the learning rate goes on after its warm-up.</summary>
    [Option("How it goes on after the warm-up.")]
    public LearningRateDecay Decay { get; init; } = LearningRateDecay.Cosine;

    /// <summary>Gets the number of steps over which the learning rate rises; 0 for <see cref="WarmupShare"/> of all.</summary>
    [Option("Steps of the warm-up.")]
    [Range(0, 100_000_000)]
    public int WarmupSteps { get; init; }

    /// <summary>Gets the share of the steps over which the learning rate rises, where <see cref="WarmupSteps"/> is 0.</summary>
    [Option("Share of all steps instead.")]
    [Range(0.0, 1.0)]
    public double WarmupShare { get; init; } = 0.03;

    /// <summary>Gets the decoupled weight decay.</summary>
    [Option("Decoupled weight decay.")]
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; }

    /// <summary>Gets the decay of Adam's mean gradient.</summary>
    [Option("Decay of Adam's first moment.")]
    [Range(0.0, 0.9999)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Gets the decay of Adam's mean squared gradient.</summary>
    [Option("Decay of its second.")]
    [Range(0.0, 0.999999)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Gets what keeps Adam from dividing by zero.</summary>
    [Option("What keeps Adam from dividing by zero.")]
    [Range(1e-12, 1.0)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Gets the gradients longer than this are scaled down to it.</summary>
    [Option("Longest gradient.")]
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

    /// <summary>Gets what becomes of samples that are longer.</summary>
    [Option("What becomes of longer ones.")]
    public LongSamples LongSamples { get; init; } = LongSamples.Refuse;

    /// <summary>Tells whether short samples share rows; they don't see each other either way.</summary>
    [Option("Let short samples share rows.")]
    public bool Packing { get; init; } = true;

    /// <summary>
    /// Tells whether layers are computed again on the way back instead of kept: a fraction of the memory, a third more time.
    /// </summary>
    [Option("Compute layers twice instead of keeping them.")]
    public bool GradientCheckpointing { get; init; }

    /// <summary>Gets the number of steps between two measurements of the validation loss; 0 for once a pass.</summary>
    [Option("Steps between validations; 0 for once a pass.")]
    [Range(0, 100_000_000)]
    public int EvaluateEvery { get; init; }

    /// <summary>Stop after this many measurements without a lower validation loss; 0 to never stop early.</summary>
    [Option("Stop after N validations without a better loss; 0: never.")]
    [Range(0, 100_000)]
    public int Patience { get; init; }

    /// <summary>
    /// Tells whether choices between the term IDs of the library are learnt: at each token a soft-max over those that may follow instead of
    /// the vocabulary. Takes instructions whose histories are continued.
    /// </summary>
    public bool TermIdLoss { get; init; }

    /// <summary>
    /// Gets the share of the places at which that loss looks at the whole vocabulary as well, so that the model keeps writing term IDs when
    /// it is free to.
    /// </summary>
    [Range(0.0, 1.0)]
    public double VocabularyShare { get; init; } = 0.05;

    /// <summary>
    /// Tells whether the workspace's ranker says what is to come after each history, for half of the target; takes
    /// <see cref="TermIdLoss"/>.
    /// </summary>
    public bool Teacher { get; init; }

    /// <summary>Gets the share of the histories that are damaged, anew in each pass, and learnt from the teacher alone.</summary>
    [Range(0.0, 1.0)]
    public double DamagedShare { get; init; }

    /// <summary>Gets what the weights that are kept are the best by.</summary>
    public ValidationFigure Keep { get; init; } = ValidationFigure.Loss;

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
    [Option("auto, cpu or cuda:N.", Value = "DEVICE")]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets the seed of initialisation, order and dropout.</summary>
    [Option("Seed of initialisation, order and dropout.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Checks how the losses go together.</summary>
    /// <exception cref="InvalidOptionsException">They don't.</exception>
    internal static void CheckTeaching(bool termIdLoss, bool teacher, double damagedShare)
    {
        if (teacher && !termIdLoss)
        {
            throw new InvalidOptionsException(
                "Option 'teacher' says how term IDs are to be chosen, which takes 'termIdLoss'. Add that, or leave the teacher out.");
        }

        if (damagedShare > 0 && !teacher)
        {
            throw new InvalidOptionsException(
                "Option 'damagedShare' takes 'teacher': of a damaged history nobody else knows what comes next. " +
                    "Add it, or set the share to 0.");
        }
    }

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

        if (Full && Merge)
        {
            throw new InvalidOptionsException("Option 'merge' is for adapters, and 'full' trains none. Leave one of them out.");
        }

        if (Validation is not null && ValidationShare > 0)
        {
            throw new InvalidOptionsException("Options 'validation' and 'validationShare' exclude one another. Leave one of them out.");
        }
    }
}
