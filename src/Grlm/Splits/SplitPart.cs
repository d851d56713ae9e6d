namespace Grlm;

/// <summary>Which held-out interaction is the target.</summary>
public enum SplitPart
{
    /// <summary>The last but one: for choosing settings and for early stopping.</summary>
    Validation,

    /// <summary>The last: looked at for reporting only.</summary>
    Test,
}
