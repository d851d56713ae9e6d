namespace Grlm;

/// <summary>Options of the terms stage.</summary>
public sealed record TermsOptions
{
    /// <summary>Existing term IDs: JSON (item id to list of terms) or a <c>term-ids.parquet</c>.</summary>
    [NotInFingerprint]
    public required string TermIds { get; init; }

    /// <summary>Drop and count bad term IDs instead of refusing the file. An item left without one is out of the library's reach.</summary>
    public bool Lenient { get; init; }
}
