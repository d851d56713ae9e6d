using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of tuning a language model on files of samples.</summary>
public sealed record ModelTuneOptions
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

    /// <summary>Passes over the training samples.</summary>
    [Option("Passes over the samples.")]
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 3;

    /// <summary>Gets the peak learning rate; 0 for 2e-4 with adapters and 1e-5 with all parameters.</summary>
    [Option("Peak learning rate; 0 for 2e-4, or 1e-5 in full.")]
    [Range(0.0, 1.0)]
    public double LearningRate { get; init; }

    /// <summary>Gets the decoupled weight decay.</summary>
    [Option("Decoupled weight decay.")]
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; }

    /// <summary>Gets what becomes of samples that are longer.</summary>
    [Option("What becomes of longer ones.")]
    public LongSamples LongSamples { get; init; } = LongSamples.Refuse;

    /// <summary>Gets how the model is tuned.</summary>
    [OptionGroup]
    public TuningOptions Tuning { get; init; } = new();

    /// <summary>Stop after this many measurements without a lower validation loss; 0 to never stop early.</summary>
    [Option("Stop after N validations without a better loss; 0: never.")]
    [Range(0, 100_000)]
    public int Patience { get; init; }

    /// <summary>Gets the seed of initialisation, order and dropout.</summary>
    [Option("Seed of initialisation, order and dropout.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Gets how the model is tuned, with what stands here of it.</summary>
    internal TuningOptions OfTuning => Tuning with
    {
        Epochs = Epochs,
        LearningRate = LearningRate,
        WeightDecay = WeightDecay,
        Patience = Patience,
        Seed = Seed,
        Threads = Threads,
    };

    /// <summary>Checks values and combinations.</summary>
    /// <exception cref="InvalidOptionsException">A value or a combination cannot be.</exception>
    internal void Validate()
    {
        OptionsValidation.Validate(this);
        Tuning.Validate();
        if (Tuning.Full && Merge)
        {
            throw new InvalidOptionsException("Option 'merge' is for adapters, and 'full' trains none. Leave one of them out.");
        }

        if (Validation is not null && ValidationShare > 0)
        {
            throw new InvalidOptionsException("Options 'validation' and 'validationShare' exclude one another. Leave one of them out.");
        }
    }
}
