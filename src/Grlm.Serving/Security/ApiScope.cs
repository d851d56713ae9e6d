namespace Grlm.Serving;

/// <summary>Says what a key may do; each may do what those before it may.</summary>
public enum ApiScope
{
    /// <summary>Asks for recommendations, items and histories.</summary>
    Read,

    /// <summary>Sends items and interactions.</summary>
    Write,

    /// <summary>Deletes users, exports everything.</summary>
    Admin,
}
