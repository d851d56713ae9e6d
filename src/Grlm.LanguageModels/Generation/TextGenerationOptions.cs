using System.ComponentModel.DataAnnotations;

namespace Grlm.LanguageModels;

/// <summary>
/// Describes how a language model writes text. The defaults are plain greedy decoding; what a model recommends stands in its
/// <c>generation_config.json</c>. Terms and their order of application are those of Hugging Face transformers.
/// </summary>
public sealed record TextGenerationOptions
{
    /// <summary>Gets the number of tokens after which the text is cut off (default 512).</summary>
    [Range(1, 1_000_000)]
    public int MaximumNewTokens { get; init; } = 512;

    /// <summary>Gets what logits are divided by before a token is drawn; 0 to take the most probable token (default 0).</summary>
    [Range(0.0, 100.0)]
    public double Temperature { get; init; }

    /// <summary>Draw among this many most probable tokens only; 0 for all (default 0).</summary>
    [Range(0, int.MaxValue)]
    public int TopK { get; init; }

    /// <summary>Draw among the fewest most probable tokens that together have this probability; 1 for all (default 1).</summary>
    [Range(0.0, 1.0)]
    public double TopP { get; init; } = 1;

    /// <summary>Draw among tokens that have at least this share of the most probable one's probability; 0 for all (default 0).</summary>
    [Range(0.0, 1.0)]
    public double MinP { get; init; }

    /// <summary>
    /// Makes tokens of the prompt and the text less likely: their logits are divided (positive) or multiplied (negative) by it (default 1).
    /// </summary>
    [Range(0.01, 100.0)]
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>
    /// Gets no run of this many tokens comes twice, the prompt included; 0 to allow it (default 0). A constraint overrules it.
    /// </summary>
    [Range(0, 1_000)]
    public int NoRepeatNgram { get; init; }

    /// <summary>Gets the texts before which the answer ends (default none).</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>Makes drawing repeatable; null to draw differently each time (default null).</summary>
    public long? Seed { get; init; }

    /// <summary>Gets the number of sequences of a beam search; 1 for none (default 1).</summary>
    [Range(1, 1_000)]
    public int Beams { get; init; } = 1;

    /// <summary>Gets the power of the length that scores of a beam search are divided by (default 1).</summary>
    [Range(-10.0, 10.0)]
    public double LengthPenalty { get; init; } = 1;

    /// <summary>Returns what a model's makers recommend: drawing as they say if they want tokens drawn, greedy otherwise.</summary>
    public static TextGenerationOptions Of(GenerationDefaults defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        var options = new TextGenerationOptions { RepetitionPenalty = defaults.RepetitionPenalty ?? 1 };
        return defaults.DoSample != true ? options : options with
        {
            Temperature = defaults.Temperature ?? 1,
            TopK = defaults.TopK ?? options.TopK,
            TopP = defaults.TopP ?? options.TopP,
            MinP = defaults.MinP ?? options.MinP,
        };
    }

    /// <summary>Checks the options and how they go together.</summary>
    /// <exception cref="InvalidOptionsException">A value is out of its range, or excludes another.</exception>
    public void Validate()
    {
        OptionsValidation.Validate(this);
        if (Stop.Any(string.IsNullOrEmpty))
        {
            throw new InvalidOptionsException("Option 'stop' takes texts that are not empty.");
        }

        if (Beams > 1 && (Temperature > 0 || RepetitionPenalty != 1 || NoRepeatNgram > 0 || Stop.Count > 0))
        {
            throw new InvalidOptionsException(
                "A beam search takes no temperature, repetition penalty, n-gram limit or stop texts. " +
                    "Set option 'beams' to 1, or leave those out.");
        }
    }
}
