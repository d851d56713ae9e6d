using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the terms stage.</summary>
public sealed record TermsOptions
{
    /// <summary>Existing term IDs to take over, JSON (item id to list of terms) or a <c>term-ids.parquet</c>; null to make new ones.</summary>
    [NotInFingerprint]
    public string? TermIds { get; init; }

    /// <summary>
    /// Term IDs to keep to the letter while new ones are made for the items that it lacks, in the same forms; null to make all anew. Items of it that
    /// the catalogue lacks are left out.
    /// </summary>
    [NotInFingerprint]
    public string? Keep { get; init; }

    /// <summary>Ids of items that get no TID: nothing that is generated leads to them.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Drop and count bad term IDs instead of refusing the file. An item left without one is out of the library's reach.</summary>
    public bool Lenient { get; init; }

    /// <summary>What makes new terms.</summary>
    public TermProviderKind Provider { get; init; }

    /// <summary>Make terms of each item alone, without its neighbours: an ablation.</summary>
    public bool NoContext { get; init; }

    /// <summary>Rounds in which the provider is asked to tell colliding items apart, before a word of their own metadata does.</summary>
    [Range(0, 10)]
    public int CollisionRounds { get; init; } = 2;

    /// <summary>Merge terms that are used alike into one.</summary>
    public bool Standardize { get; init; }

    /// <summary>Cosine of two terms' contexts from which on standardisation merges them.</summary>
    [Range(0.5, 1.0)]
    public double MergeSimilarity { get; init; } = 0.8;

    /// <summary>Keep this many terms, and put the most alike of them in the place of every other; 0 keeps all.</summary>
    [Range(0, 100_000_000)]
    public int CoreVocabulary { get; init; }
}
