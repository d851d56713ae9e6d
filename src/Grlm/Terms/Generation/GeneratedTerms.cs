namespace Grlm;

/// <summary>What came of making terms for a catalogue.</summary>
internal sealed record GeneratedTerms
{
    /// <summary>The TID of every item in catalogue order; null for an item that has none.</summary>
    public required IReadOnlyList<TermId?> TermIds { get; init; }

    /// <summary>Items whose first answer was a TID.</summary>
    public required int ValidAtFirst { get; init; }

    /// <summary>Items whose answer became a TID when the provider asked again.</summary>
    public required int Retried { get; init; }

    /// <summary>Items whose TID was extracted.</summary>
    public required int Extracted { get; init; }

    /// <summary>Items that were to have a TID and have none.</summary>
    public required int Failed { get; init; }

    /// <summary>Items for which the provider had no TID, by index, with the reason; extraction has made theirs.</summary>
    public required IReadOnlyList<TermProposal> Failures { get; init; }

    /// <summary>Forms of a word that have given way to another.</summary>
    public required IReadOnlyList<TermMerge> Variants { get; init; }

    /// <summary>Terms that standardisation has merged into others.</summary>
    public required IReadOnlyList<TermMerge> Merges { get; init; }

    /// <summary>Items whose TID was changed because it collided.</summary>
    public required int Repaired { get; init; }

    /// <summary>What the provider's answers took; null for one that costs nothing.</summary>
    public ModelUsage? Usage { get; init; }
}
