namespace Grlm.Cli;

/// <summary>Options of <c>grlm terms add</c>.</summary>
internal sealed record TermsAddOptions
{
    /// <summary>A file with the ids of items to take out of the library, one a line; null for none.</summary>
    [Option("Ids of items to take out of the library, one a line.", Value = "FILE", IsPath = true)]
    public string? Remove { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    [Option("Drop and count bad rows instead of refusing the file.")]
    public bool Lenient { get; init; }
}
