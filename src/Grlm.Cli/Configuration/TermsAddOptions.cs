namespace Grlm.Cli;

/// <summary>Options of <c>grlm terms add</c>.</summary>
internal sealed record TermsAddOptions
{
    /// <summary>A file with the ids of items to take out of the library, one a line; null for none.</summary>
    public string? Remove { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    public bool Lenient { get; init; }
}
