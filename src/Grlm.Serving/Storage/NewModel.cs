namespace Grlm.Serving;

/// <summary>Describes a version of the model that is to be added.</summary>
/// <param name="Version">Its name.</param>
/// <param name="ContentHash">The hash of all that it consists of.</param>
public sealed record NewModel(string Version, string ContentHash)
{
    /// <summary>Gets the list of its files, as JSON; null for none.</summary>
    public string? Contents { get; init; }

    /// <summary>Tells whether it is published, and not found in the workspace of a server that starts.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Gets the hashes and sizes of its files.</summary>
    public IReadOnlyDictionary<string, long> Files { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);
}
