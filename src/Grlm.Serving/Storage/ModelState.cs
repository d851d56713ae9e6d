namespace Grlm.Serving;

/// <summary>Names what a version of the model is doing.</summary>
public enum ModelState
{
    /// <summary>It has been published and has not answered yet.</summary>
    Published,

    /// <summary>It answers.</summary>
    Active,

    /// <summary>It has answered before, and can be gone back to.</summary>
    Retired,
}
