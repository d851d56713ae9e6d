namespace Grlm.Torch;

/// <summary>Says what becomes of samples that are longer than the limit.</summary>
public enum LongSamples
{
    /// <summary>Refuses the first one, with an error that names its line.</summary>
    Refuse,

    /// <summary>Cuts off their beginning, since what is learnt stands at the end.</summary>
    Cut,
}
