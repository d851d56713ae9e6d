using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the train stage: for the compact generator, or with <see cref="Base"/> for a pretrained language model.</summary>
public sealed record TrainOptions
{
    /// <summary>
    /// Gets how the paper tunes (GRLM, section 4.1.3) and, where it doesn't say, the authors' script (github.com/ZY0025/GRLM): all
    /// parameters, both tasks, three passes in steps of 128 samples, the learning rate without a warm-up, samples of up to 2,048 tokens.
    /// Rates follow from the model's size.
    /// </summary>
    public static TrainOptions OfPaper { get; } = new()
    {
        Tasks = [InstructionTask.Internalization, InstructionTask.Behavior],
        Epochs = 3,
        Full = true,
        BatchSamples = 128,
        WarmupShare = 0,
        MaximumLength = 2_048,
    };

    /// <summary>Gets the folder, GGUF file or hub name of the language model to tune; null for the compact generator.</summary>
    [Option("Language model to tune instead: its folder, or its name on the hub.", Value = "MODEL")]
    [NotInFingerprint]
    public string? Base { get; init; }

    /// <summary>
    /// Gets the folder of a model or adapter that was tuned elsewhere on the workspace's instructions; it is checked and taken over. Null
    /// to train.
    /// </summary>
    [Option("Take over a model or adapter that was tuned elsewhere.", Value = "DIR", IsPath = true)]
    [NotInFingerprint]
    public string? Import { get; init; }

    /// <summary>
    /// Gets what is learnt; where none is named, behavior prediction by the compact generator, all three tasks by a language model.
    /// </summary>
    [Option("What is learnt; behavior by default, by a language model all three.")]
    public IReadOnlyList<InstructionTask> Tasks { get; init; } = [];

    /// <summary>Passes over the training samples at most; 0 for 8 of the compact generator, 3 of a language model.</summary>
    [Option("Passes over the samples at most; 0 for 8, of a language model 3.")]
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>
    /// Gets the peak learning rate; 0 for 2e-3 of the compact generator, 2e-4 of a language model, less for all parameters of large ones.
    /// </summary>
    [Option("Peak learning rate; 0 for 2e-3, of a language model 2e-4 or less.")]
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; }

    /// <summary>Stop after this many measurements without better validation figures.</summary>
    [Option("Stop after N measurements without better validation figures.")]
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>Gets the number of histories in a batch of the compact generator.</summary>
    [Option("Compact generator: histories in a batch.")]
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 512;

    /// <summary>Gets the decoupled weight decay of the compact generator.</summary>
    [Option("Compact generator: decoupled weight decay.")]
    [Range(0.0, 0.95)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Tells whether preference tuning follows (GRPO), for <see cref="PreferenceEpochs"/>.</summary>
    [Option("Compact generator: tune by preference afterwards (GRPO).")]
    public bool Preference { get; init; }

    /// <summary>Passes of preference tuning at most.</summary>
    [Option("Passes of preference tuning at most.")]
    [Range(1, 10_000)]
    public int PreferenceEpochs { get; init; } = 12;

    /// <summary>
    /// Gets the number of latest training interactions of each user that preference tuning learns from, the earlier ones being less like
    /// what is asked for.
    /// </summary>
    [Option("Latest interactions of each user that it learns from.")]
    [Range(1, 1_000)]
    public int PreferenceHistories { get; init; } = 1;

    /// <summary>Gets the peak learning rate of preference tuning.</summary>
    [Option("Its peak learning rate.")]
    [Range(1e-7, 1.0)]
    public double PreferenceLearningRate { get; init; } = 1e-4;

    /// <summary>Gets the number of TIDs in a group: the beams that are compared with one another.</summary>
    [Option("Term IDs that are compared with one another.")]
    [Range(2, 1_000)]
    public int GroupSize { get; init; } = 20;

    /// <summary>Gets the weight of the divergence from the model that preference tuning started from.</summary>
    [Option("Weight of the divergence from the model it starts from.")]
    [Range(0.0, 100.0)]
    public double KlWeight { get; init; } = 0.05;

    /// <summary>Gets what wrong TIDs of a group are fined together, the better placed ones more.</summary>
    [Option("What the wrong term IDs of a group are fined together.")]
    [Range(0.0, 100.0)]
    public double RankPenalty { get; init; } = 0.5;

    /// <summary>Tells whether all parameters of the language model are trained; otherwise low-rank adapters (LoRA) beside them.</summary>
    [Option("Language model: train all parameters, not adapters.")]
    public bool Full { get; init; }

    /// <summary>Gets the width between the two factors of an adapter.</summary>
    [Option("Language model: width between an adapter's factors.")]
    [Range(1, 4_096)]
    public int LoraRank { get; init; } = 16;

    /// <summary>Gets what adapters are scaled by, divided by their rank.</summary>
    [Option("Language model: scale of adapters times their rank.")]
    [Range(1e-3, 1e6)]
    public double LoraAlpha { get; init; } = 32;

    /// <summary>Gets the number of optimiser steps of the language model instead of passes; 0 for as many as the passes make.</summary>
    [Option("Language model: steps instead of passes.")]
    [Range(0, 100_000_000)]
    public int Steps { get; init; }

    /// <summary>Gets the number of tokens that go through the language model at once.</summary>
    [Option("Language model: tokens that are computed at once.")]
    [Range(2, 10_000_000)]
    public int MicroBatchTokens { get; init; } = 2_048;

    /// <summary>Gets the number of micro-batches of one optimiser step of the language model.</summary>
    [Option("Language model: micro-batches of a step.")]
    [Range(1, 100_000)]
    public int Accumulation { get; init; } = 1;

    /// <summary>
    /// Gets the number of samples of one optimiser step, as near as whole micro-batches come to it, instead of <see cref="Accumulation"/>;
    /// 0 for that.
    /// </summary>
    [Option("Language model: samples of a step instead; 0 for none in particular.")]
    [Range(0, 1_000_000)]
    public int BatchSamples { get; init; }

    /// <summary>Gets the share of the language model's steps over which the learning rate rises.</summary>
    [Option("Language model: share of the steps over which the learning rate rises.")]
    [Range(0.0, 1.0)]
    public double WarmupShare { get; init; } = 0.03;

    /// <summary>Gets the number of tokens of a sample at most.</summary>
    [Option("Language model: tokens of a sample at most; longer ones lose their beginning.")]
    [Range(2, 10_000_000)]
    public int MaximumLength { get; init; } = 1_024;

    /// <summary>Tells whether layers are computed again on the way back instead of kept.</summary>
    [Option("Language model: compute layers twice instead of keeping them.")]
    public bool GradientCheckpointing { get; init; }

    /// <summary>Gets the number of steps of the language model between two measurements; 0 for once a pass.</summary>
    [Option("Language model: steps between measurements; 0 for once a pass.")]
    [Range(0, 100_000_000)]
    public int EvaluateEvery { get; init; }

    /// <summary>Gets the number of validation users that a language model is measured on.</summary>
    [Option("Language model: validation users that are measured on.")]
    [Range(0, 100_000_000)]
    public int ValidationUsers { get; init; } = 200;

    /// <summary>Gets the number of beams of those measurements.</summary>
    [Option("Language model: beams of those measurements.")]
    [Range(1, 1_000)]
    public int ValidationBeams { get; init; } = 10;

    /// <summary>
    /// Gets whether choices between the term IDs of the library are learnt: at each token a soft-max over those that may follow instead of
    /// the vocabulary. Takes instructions whose histories are continued.
    /// </summary>
    [Option("Language model: learn to choose between the library's term IDs, not between all tokens.")]
    public bool TermIdLoss { get; init; }

    /// <summary>
    /// Gets the share of the places at which that loss looks at the whole vocabulary as well, so that the model keeps writing term IDs when
    /// it is free to.
    /// </summary>
    [Option("Share of the places at which that loss looks at all tokens too.")]
    [Range(0.0, 1.0)]
    public double VocabularyShare { get; init; } = 0.05;

    /// <summary>
    /// Gets whether the ranker says what is to come after each history, for half of the target; takes <see cref="TermIdLoss"/>.
    /// </summary>
    [Option("Language model: have the ranker say what is to come next, for half of the target.")]
    public bool Teacher { get; init; }

    /// <summary>Gets the share of the histories that are damaged, anew in each pass, and learnt from the teacher alone.</summary>
    [Option("Share of the histories that are damaged and learnt from the teacher alone.")]
    [Range(0.0, 1.0)]
    public double DamagedShare { get; init; }

    /// <summary>Gets what the weights that are kept are the best by.</summary>
    [Option("Language model: what the weights that are kept are the best by.")]
    public ValidationFigure Keep { get; init; } = ValidationFigure.Loss;

    /// <summary>Gets what the language model's products are computed in.</summary>
    [Option("Language model: what products are computed in.")]
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>
    /// Gets where the language model runs: <c>cpu</c>, <c>cuda:N</c>, or <c>auto</c>: the first CUDA device if there is one.
    /// </summary>
    [Option("Language model: auto, cpu or cuda:N.", Value = "DEVICE")]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets the seed of initialisation, order and damage to histories.</summary>
    [Option("Seed of initialisation, order and damage to histories.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    internal int MostEpochs => Epochs > 0 ? Epochs : Base is null ? 8 : 3;

    internal IReadOnlyList<InstructionTask> LearntTasks
        => Tasks.Count > 0 ? Tasks : Base is null ? [InstructionTask.Behavior] : Enum.GetValues<InstructionTask>();

    private int TokensAtOnce => Math.Max(MicroBatchTokens, MaximumLength);

    internal double PeakLearningRate => LearningRate > 0 ? LearningRate : 2e-3;

    /// <summary>Checks combinations.</summary>
    /// <exception cref="InvalidOptionsException">One cannot be.</exception>
    internal void Validate()
    {
        OptionsValidation.Validate(this);
        if (Base is null && Import is null && Full)
        {
            throw new InvalidOptionsException(
                "Option 'full' is for language models, which the paper tunes. Name one with 'base', or leave it out.");
        }

        var adapters = new TrainOptions();
        if (Full && (LoraRank, LoraAlpha) != (adapters.LoraRank, adapters.LoraAlpha))
        {
            throw new InvalidOptionsException(
                "Options 'loraRank' and 'loraAlpha' are for adapters, and 'full' trains none. Leave them out, or set 'full' to false.");
        }

        if (BatchSamples > 0 && Accumulation > 1)
        {
            throw new InvalidOptionsException(
                "Options 'batchSamples' and 'accumulation' exclude one another. Leave one out, or set 'batchSamples' to 0.");
        }

        if (Base is null && Import is null && DeviceNameAttribute.CudaNumber(Device) is not null)
        {
            throw new InvalidOptionsException(
                $"Option 'device' is for language models; the compact generator trains on the processor. Leave '{Device}' out.");
        }

        TuningOptions.CheckTeaching(TermIdLoss, Teacher, DamagedShare);
        if (TermIdLoss && Base is null)
        {
            throw new InvalidOptionsException(
                "Option 'termIdLoss' is for language models; the compact generator learns nothing else. " +
                    "Leave it out, or name a model with 'base'.");
        }

        if (Preference && (Base ?? Import) is not null)
        {
            throw new InvalidOptionsException("Option 'preference' is for the compact generator. Leave it out, or 'base' and 'import'.");
        }
    }

    /// <summary>Returns how many micro-batches make one optimiser step.</summary>
    /// <param name="meanTokens">Tokens of a sample, on average.</param>
    internal int AccumulationFor(double meanTokens)
        => BatchSamples == 0 ? Accumulation : Math.Max(1, (int)Math.Round(BatchSamples * meanTokens / TokensAtOnce));

    /// <summary>Returns the options of tuning a language model.</summary>
    /// <param name="parameters">Parameters of the model.</param>
    internal TuningOptions ToTuning(long parameters) => new()
    {
        Samples = "",
        Out = "",
        Full = Full,
        LoraRank = LoraRank,
        LoraAlpha = LoraAlpha,
        Epochs = MostEpochs,
        Steps = Steps,
        LearningRate = LearningRate > 0 ? LearningRate : RateFor(Full ? parameters : 0),
        MicroBatchTokens = TokensAtOnce,
        Accumulation = Accumulation,
        WarmupShare = WarmupShare,
        MaximumLength = MaximumLength,
        LongSamples = LongSamples.Cut,
        GradientCheckpointing = GradientCheckpointing,
        EvaluateEvery = EvaluateEvery,
        TermIdLoss = TermIdLoss,
        VocabularyShare = VocabularyShare,
        Teacher = Teacher,
        DamagedShare = DamagedShare,
        Keep = Keep,
        Patience = Patience,
        Seed = Seed,
        Precision = Precision,
        Device = Device,
        Threads = Threads,
    };

    /// <summary>Returns the paper's rates by model size (GRLM, section 4.1.3): 0.6B and 1.7B, 4B, 8B, 14B.</summary>
    private static double RateFor(long parameters) => parameters switch
    {
        < 3_000_000_000 => 2e-4,
        < 6_000_000_000 => 1e-4,
        < 11_000_000_000 => 7e-5,
        _ => 5e-5,
    };
}
