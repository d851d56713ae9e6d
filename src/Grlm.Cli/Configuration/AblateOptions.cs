namespace Grlm.Cli;

/// <summary>Options of <c>grlm ablate</c>.</summary>
internal sealed record AblateOptions
{
    /// <summary>Folder of the data files; null for the one that the configuration names.</summary>
    public string? Data { get; init; }

    /// <summary>Variants to run; all where none is named.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}
