namespace Grlm.Cli;

/// <summary>Options of <c>grlm ablate</c>.</summary>
internal sealed record AblateOptions
{
    /// <summary>Folder of the data files; null for the one that the configuration names.</summary>
    [Option("Folder of the data files; the one that the configuration names by default.", Value = "DIR", IsPath = true)]
    public string? Data { get; init; }

    /// <summary>Variants to run; all where none is named.</summary>
    [Option("A variant to run, 'base' for the configuration itself; give it again for another. All by default.", Value = "NAME")]
    public IReadOnlyList<string> Only { get; init; } = [];
}
