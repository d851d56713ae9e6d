namespace Grlm.Providers;

/// <summary>How the vectors of a text's tokens become one.</summary>
internal enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>That of the first token.</summary>
    FirstToken,

    /// <summary>That of the last token.</summary>
    LastToken,

    /// <summary>The largest number in each place.</summary>
    Maximum,
}
