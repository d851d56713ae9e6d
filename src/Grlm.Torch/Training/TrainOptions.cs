using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of the train stage: for the compact generator, or with <see cref="Base"/> for a pretrained language model.</summary>
public sealed record TrainOptions
{
    /// <summary>
    /// How the paper tunes (GRLM, section 4.1.3) and, where it doesn't say, the authors' script (github.com/ZY0025/GRLM): all parameters, both tasks, three
    /// passes in steps of 128 samples, the learning rate without a warm-up, samples of up to 2,048 tokens. Rates follow from the model's size.
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

    /// <summary>Folder, GGUF file or hub name of the language model to tune; null for the compact generator.</summary>
    [NotInFingerprint]
    public string? Base { get; init; }

    /// <summary>Folder of a model or adapter that was tuned elsewhere on the workspace's instructions; it is checked and taken over. Null to train.</summary>
    [NotInFingerprint]
    public string? Import { get; init; }

    /// <summary>What is learnt; where none is named, behavior prediction by the compact generator, all three tasks by a language model.</summary>
    public IReadOnlyList<InstructionTask> Tasks { get; init; } = [];

    /// <summary>Passes over the training samples at most; 0 for 8 of the compact generator, 3 of a language model.</summary>
    [Range(0, 10_000)]
    public int Epochs { get; init; }

    /// <summary>Peak learning rate; 0 for 2e-3 of the compact generator, 2e-4 of a language model, less for all parameters of large ones.</summary>
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; }

    /// <summary>Stop after this many measurements without better validation figures.</summary>
    [Range(1, 10_000)]
    public int Patience { get; init; } = 3;

    /// <summary>Histories in a batch of the compact generator.</summary>
    [Range(1, 65_536)]
    public int BatchSize { get; init; } = 512;

    /// <summary>Decoupled weight decay of the compact generator.</summary>
    [Range(0.0, 0.95)]
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Whether all parameters of the language model are trained; otherwise low-rank adapters (LoRA) beside them.</summary>
    public bool Full { get; init; }

    /// <summary>Width between the two factors of an adapter.</summary>
    [Range(1, 4_096)]
    public int LoraRank { get; init; } = 16;

    /// <summary>What adapters are scaled by, divided by their rank.</summary>
    [Range(1e-3, 1e6)]
    public double LoraAlpha { get; init; } = 32;

    /// <summary>Optimiser steps of the language model instead of passes; 0 for as many as the passes make.</summary>
    [Range(0, 100_000_000)]
    public int Steps { get; init; }

    /// <summary>Tokens that go through the language model at once.</summary>
    [Range(2, 10_000_000)]
    public int MicroBatchTokens { get; init; } = 2_048;

    /// <summary>Micro-batches of one optimiser step of the language model.</summary>
    [Range(1, 100_000)]
    public int Accumulation { get; init; } = 1;

    /// <summary>Samples of one optimiser step, as near as whole micro-batches come to it, instead of <see cref="Accumulation"/>; 0 for that.</summary>
    [Range(0, 1_000_000)]
    public int BatchSamples { get; init; }

    /// <summary>Share of the language model's steps over which the learning rate rises.</summary>
    [Range(0.0, 1.0)]
    public double WarmupShare { get; init; } = 0.03;

    /// <summary>Tokens of a sample at most.</summary>
    [Range(2, 10_000_000)]
    public int MaximumLength { get; init; } = 1_024;

    /// <summary>Whether layers are computed again on the way back instead of kept.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Steps of the language model between two measurements; 0 for once a pass.</summary>
    [Range(0, 100_000_000)]
    public int EvaluateEvery { get; init; }

    /// <summary>Validation users that a language model is measured on.</summary>
    [Range(0, 100_000_000)]
    public int ValidationUsers { get; init; } = 200;

    /// <summary>Beams of those measurements.</summary>
    [Range(1, 1_000)]
    public int ValidationBeams { get; init; } = 10;

    /// <summary>What the language model's products are computed in.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Where the language model runs: <c>cpu</c>, <c>cuda:N</c>, or <c>auto</c>: the first CUDA device if there is one.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Whether preference tuning follows (GRPO), for <see cref="PreferenceEpochs"/>.</summary>
    public bool Preference { get; init; }

    /// <summary>Passes of preference tuning at most.</summary>
    [Range(1, 10_000)]
    public int PreferenceEpochs { get; init; } = 12;

    /// <summary>Latest training interactions of each user that preference tuning learns from, the earlier ones being less like what is asked for.</summary>
    [Range(1, 1_000)]
    public int PreferenceHistories { get; init; } = 1;

    /// <summary>Peak learning rate of preference tuning.</summary>
    [Range(1e-7, 1.0)]
    public double PreferenceLearningRate { get; init; } = 1e-4;

    /// <summary>TIDs in a group: the beams that are compared with one another.</summary>
    [Range(2, 1_000)]
    public int GroupSize { get; init; } = 20;

    /// <summary>Weight of the divergence from the model that preference tuning started from.</summary>
    [Range(0.0, 100.0)]
    public double KlWeight { get; init; } = 0.05;

    /// <summary>What wrong TIDs of a group are fined together, the better placed ones more.</summary>
    [Range(0.0, 100.0)]
    public double RankPenalty { get; init; } = 0.5;

    /// <summary>Seed of initialisation, order and damage to histories.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads for tensor work; 0 for one a processor.</summary>
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
            throw new InvalidOptionsException("Option 'full' is for language models, which the paper tunes. Name one with 'base', or leave it out.");
        }

        var adapters = new TrainOptions();
        if (Full && (LoraRank, LoraAlpha) != (adapters.LoraRank, adapters.LoraAlpha))
        {
            throw new InvalidOptionsException("Options 'loraRank' and 'loraAlpha' are for adapters, and 'full' trains none. Leave them out, or set 'full' to false.");
        }

        if (BatchSamples > 0 && Accumulation > 1)
        {
            throw new InvalidOptionsException("Options 'batchSamples' and 'accumulation' exclude one another. Leave one out, or set 'batchSamples' to 0.");
        }

        if (Base is null && Import is null && DeviceNameAttribute.CudaNumber(Device) is not null)
        {
            throw new InvalidOptionsException($"Option 'device' is for language models; the compact generator trains on the processor. Leave '{Device}' out.");
        }

        if (Preference && (Base ?? Import) is not null)
        {
            throw new InvalidOptionsException("Option 'preference' is for the compact generator. Leave it out, or 'base' and 'import'.");
        }
    }

    /// <summary>How many micro-batches make one optimiser step.</summary>
    /// <param name="meanTokens">Tokens of a sample, on average.</param>
    internal int AccumulationFor(double meanTokens)
        => BatchSamples == 0 ? Accumulation : Math.Max(1, (int)Math.Round(BatchSamples * meanTokens / TokensAtOnce));

    /// <summary>The options of tuning a language model.</summary>
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
        Patience = Patience,
        Seed = Seed,
        Precision = Precision,
        Device = Device,
        Threads = Threads,
    };

    /// <summary>The paper's rates by model size (GRLM, section 4.1.3): 0.6B and 1.7B, 4B, 8B, 14B.</summary>
    private static double RateFor(long parameters) => parameters switch
    {
        < 3_000_000_000 => 2e-4,
        < 6_000_000_000 => 1e-4,
        < 11_000_000_000 => 7e-5,
        _ => 5e-5,
    };
}
