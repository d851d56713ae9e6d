using System.ComponentModel.DataAnnotations;

namespace Grlm.LanguageModels;

/// <summary>Options of <see cref="ModelHub.PullAsync"/>.</summary>
public sealed record PullOptions
{
    /// <summary>
    /// Patterns (<c>*</c> any letters, <c>?</c> one) of the files to have, instead of the usual ones: configuration, tokenizer, safetensors.
    /// </summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of files to leave out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Files that are downloaded at once.</summary>
    [Range(1, 64)]
    public int Parallel { get; init; } = 4;

    /// <summary>Whether only the cache is looked at.</summary>
    public bool Offline { get; init; }
}
