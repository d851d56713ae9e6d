using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the terms stage.</summary>
public sealed record TermsOptions
{
    /// <summary>Existing term IDs to take over, JSON (item id to list of terms) or a <c>term-ids.parquet</c>; null to make new ones.</summary>
    [NotInFingerprint]
    public string? TermIds { get; init; }

    /// <summary>Drop and count bad term IDs instead of refusing the file. An item left without one is out of the library's reach.</summary>
    public bool Lenient { get; init; }

    /// <summary>What makes new terms.</summary>
    public TermProviderKind Provider { get; init; }

    /// <summary>Make terms of each item alone, without its neighbours: an ablation.</summary>
    public bool NoContext { get; init; }

    /// <summary>Rounds in which the provider is asked to tell colliding items apart, before a word of their own metadata does.</summary>
    [Range(0, 10)]
    public int CollisionRounds { get; init; } = 2;
}
