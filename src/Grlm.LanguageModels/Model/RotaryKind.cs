namespace Grlm.LanguageModels;

/// <summary>Says how the rotary embedding is stretched to positions beyond those that a model was first trained on.</summary>
public enum RotaryKind
{
    /// <summary>Not at all (Su et al., RoFormer, 2021).</summary>
    Default,

    /// <summary>Divides all positions by a factor (Chen et al., position interpolation, 2023).</summary>
    Linear,

    /// <summary>Long wavelengths divided, short ones kept, a ramp between (Llama 3.1).</summary>
    Llama3,

    /// <summary>Ramp over dimensions, and warmer attention (Peng et al., YaRN, 2023).</summary>
    Yarn,
}
