namespace Grlm.Serving;

/// <summary>Holds a version of the model.</summary>
/// <param name="Version">Its name.</param>
/// <param name="ContentHash">The hash of all that it consists of: a version never changes its content.</param>
/// <param name="State">Whether it answers.</param>
/// <param name="Created">When it was published.</param>
/// <param name="Activated">When it was last made to answer; null if it never was.</param>
public sealed record StoredModel(
    string Version, string ContentHash, ModelState State, DateTimeOffset Created, DateTimeOffset? Activated)
{
    /// <summary>Gets the list of its files, as JSON; null where it was added without one.</summary>
    public string? Contents { get; init; }

    /// <summary>Tells whether it was published, and not found in the workspace of a server that started.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Gets on whom it is tried, as JSON; null where it is not tried.</summary>
    public string? Trial { get; init; }
}
