namespace Grlm;

/// <summary>Says which held-out interaction is the target.</summary>
public enum SplitPart
{
    /// <summary>Last but one: for choosing settings and for early stopping.</summary>
    Validation,

    /// <summary>Last: looked at for reporting only.</summary>
    Test,
}
