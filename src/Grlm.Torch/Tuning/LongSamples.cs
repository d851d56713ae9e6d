namespace Grlm.Torch;

/// <summary>What becomes of samples that are longer than the limit.</summary>
public enum LongSamples
{
    /// <summary>The first one is an error that names its line.</summary>
    Refuse,

    /// <summary>Their beginning is cut off, since what is learnt stands at the end.</summary>
    Cut,
}
