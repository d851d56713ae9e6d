namespace Grlm.LanguageModels;

/// <summary>
/// Describes the rotary embedding of a language model, as <c>rope_parameters</c> (or <c>rope_theta</c> and <c>rope_scaling</c>) give it.
/// </summary>
/// <param name="Kind">How it is stretched.</param>
/// <param name="Theta">Base of the wavelengths.</param>
/// <param name="Factor">How many times the original length is reached; 1 for <see cref="RotaryKind.Default"/>.</param>
/// <param name="OriginalPositions">Positions that the model was first trained on.</param>
public sealed record RotaryConfig(RotaryKind Kind, double Theta, double Factor, int OriginalPositions)
{
    /// <summary>Gets the Llama 3: wavelengths above the original length divided by this are stretched.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Gets the Llama 3: wavelengths below the original length divided by this are kept.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Gets the YaRN: dimensions that turn more often than this over the original length are kept.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>Gets the YaRN: dimensions that turn less often than this are stretched.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>Gets yaRN: whether the ends of the ramp are whole dimensions.</summary>
    public bool Truncate { get; init; } = true;

    /// <summary>Gets the YaRN: what cosines and sines are multiplied with; null for what the factor implies.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>Gets the YaRN: weight of the logarithm in the attention factor; 0 for the plain rule.</summary>
    public double MagnitudeScale { get; init; }

    /// <summary>Gets the YaRN: the same over all dimensions; 0 for the plain rule.</summary>
    public double MagnitudeScaleAllDimensions { get; init; }
}
