namespace Grlm.Serving;

/// <summary>Names what a version of the model is doing.</summary>
public enum ModelState
{
    /// <summary>Waits: it has been published and has not answered yet.</summary>
    Published,

    /// <summary>Answers.</summary>
    Active,

    /// <summary>Rests: it has answered before, and can be gone back to.</summary>
    Retired,
}
