using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>
/// Options of the train stage: which model is trained, on what and for how long, and a record for each trainer. The compact generator is
/// trained, or with <see cref="Base"/> a pretrained language model.
/// </summary>
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
        Tuning = new() { Full = true, WarmupShare = 0, MaximumLength = 2_048 },
        BatchSamples = 128,
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

    /// <summary>Gets how the compact generator is trained.</summary>
    [OptionGroup("Compact generator")]
    public CompactTrainingOptions Compact { get; init; } = new();

    /// <summary>Tells whether preference tuning follows (GRPO), as <see cref="PreferenceTuning"/> says.</summary>
    [Option("Compact generator: tune by preference afterwards (GRPO).")]
    public bool Preference { get; init; }

    /// <summary>Gets how the compact generator is tuned by preference.</summary>
    [OptionGroup]
    public PreferenceOptions PreferenceTuning { get; init; } = new();

    /// <summary>Gets how a language model is tuned.</summary>
    [OptionGroup("Language model")]
    public TuningOptions Tuning { get; init; } = new();

    /// <summary>
    /// Gets the number of samples of one optimiser step, as near as whole micro-batches come to it, instead of
    /// <see cref="TuningOptions.Accumulation"/>; 0 for that.
    /// </summary>
    [Option("Language model: samples of a step instead of micro-batches; 0 for none in particular.")]
    [Range(0, 1_000_000)]
    public int BatchSamples { get; init; }

    /// <summary>Gets the number of validation users that a language model is measured on.</summary>
    [Option("Language model: validation users that are measured on.")]
    [Range(0, 100_000_000)]
    public int ValidationUsers { get; init; } = 200;

    /// <summary>Gets the number of beams of those measurements.</summary>
    [Option("Language model: beams of those measurements.")]
    [Range(1, 1_000)]
    public int ValidationBeams { get; init; } = 10;

    /// <summary>Gets how a language model learns to choose between term IDs.</summary>
    [OptionGroup("Language model")]
    public TermIdLossOptions TermIds { get; init; } = new();

    /// <summary>Gets what the weights that are kept are the best by.</summary>
    [Option("Language model: what the weights that are kept are the best by.")]
    public ValidationFigure Keep { get; init; } = ValidationFigure.Loss;

    /// <summary>Gets the seed of initialisation, order and damage to histories.</summary>
    [Option("Seed of initialisation, order and damage to histories.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Gets the options of the compact generator's trainer, with what all trainers share.</summary>
    internal CompactTrainingOptions OfCompact => Compact with
    {
        Tasks = Tasks.Count > 0 ? Tasks : Compact.Tasks,
        Epochs = Epochs > 0 ? Epochs : Compact.Epochs,
        LearningRate = LearningRate > 0 ? LearningRate : Compact.LearningRate,
        Seed = Seed,
    };

    /// <summary>Gets the options of preference tuning, with what it shares with the trainer before it.</summary>
    internal PreferenceOptions OfPreference => PreferenceTuning with { BatchSize = Compact.BatchSize, Seed = Seed };

    /// <summary>Gets what a language model learns.</summary>
    internal IReadOnlyList<InstructionTask> LanguageModelTasks => Tasks.Count > 0 ? Tasks : Enum.GetValues<InstructionTask>();

    private int TokensAtOnce => Math.Max(Tuning.MicroBatchTokens, Tuning.MaximumLength);

    /// <summary>Returns the options of a language model's tuning, with what all trainers share.</summary>
    /// <param name="parameters">Parameters of the model.</param>
    internal TuningOptions OfTuning(long parameters) => Tuning with
    {
        Epochs = Epochs > 0 ? Epochs : Tuning.Epochs,
        LearningRate = LearningRate > 0 ? LearningRate : RateFor(Tuning.Full ? parameters : 0),
        MicroBatchTokens = TokensAtOnce,
        Patience = Patience,
        Keep = Keep,
        Seed = Seed,
        Threads = Threads,
    };

    /// <summary>Checks values, combinations, and that nothing is asked of a trainer that cannot do it.</summary>
    /// <exception cref="InvalidOptionsException">One cannot be.</exception>
    internal void Validate()
    {
        OptionsValidation.Validate(this);
        var isCompact = Base is null && Import is null;
        var device = Tuning.Device;
        Refuse(isCompact && Tuning.Full,
            "Option 'full' is for language models, which the paper tunes. Name one with 'base', or leave it out.");
        OfTuning(parameters: 0).Validate();
        Refuse(BatchSamples > 0 && Tuning.Accumulation > 1,
            "Options 'batchSamples' and 'accumulation' exclude one another. Leave one out, or set 'batchSamples' to 0.");
        Refuse(isCompact && DeviceNameAttribute.CudaNumber(device) is not null,
            $"Option 'device' is for language models; the compact generator trains on the processor. Leave '{device}' out.");
        TermIds.Validate();
        Refuse(TermIds.TermIdLoss && Base is null,
            "Option 'termIdLoss' is for language models; the compact generator learns nothing else. " +
                "Leave it out, or name a model with 'base'.");
        Refuse(Preference && !isCompact, "Option 'preference' is for the compact generator. Leave it out, or 'base' and 'import'.");

        static void Refuse(bool cannotBe, string message)
        {
            if (cannotBe)
            {
                throw new InvalidOptionsException(message);
            }
        }
    }

    /// <summary>Returns how many micro-batches make one optimiser step.</summary>
    /// <param name="meanTokens">Tokens of a sample, on average.</param>
    internal int AccumulationFor(double meanTokens)
        => BatchSamples == 0 ? Tuning.Accumulation : Math.Max(1, (int)Math.Round(BatchSamples * meanTokens / TokensAtOnce));

    /// <summary>Returns the paper's rates by model size (GRLM, section 4.1.3): 0.6B and 1.7B, 4B, 8B, 14B.</summary>
    private static double RateFor(long parameters) => parameters switch
    {
        < 3_000_000_000 => 2e-4,
        < 6_000_000_000 => 1e-4,
        < 11_000_000_000 => 7e-5,
        _ => 5e-5,
    };
}
