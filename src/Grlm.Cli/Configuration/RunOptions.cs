namespace Grlm.Cli;

/// <summary>Options of <c>grlm run</c>.</summary>
internal sealed record RunOptions
{
    /// <summary>Folder of the data files; null for the one that the configuration names.</summary>
    [Option("Folder of the data files; the one that the configuration names by default.", Value = "DIR", IsPath = true)]
    public string? Data { get; init; }
}
