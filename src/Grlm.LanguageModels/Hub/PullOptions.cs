using System.ComponentModel.DataAnnotations;

namespace Grlm.LanguageModels;

/// <summary>Options of <see cref="ModelHub.PullAsync"/>.</summary>
public sealed record PullOptions
{
    /// <summary>
    /// Gets the patterns (<c>*</c> any letters, <c>?</c> one) of the files to have, instead of the usual ones: configuration, tokenizer,
    /// safetensors.
    /// </summary>
    [Option("Files to have instead of configuration, tokenizer and safetensors; may be repeated.", Value = "PATTERN")]
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Gets the patterns of files to leave out.</summary>
    [Option("Files to leave out; may be repeated.", Value = "PATTERN")]
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Files that are downloaded at once.</summary>
    [Option("Files to download at once.")]
    [Range(1, 64)]
    public int Parallel { get; init; } = 4;

    /// <summary>Tells whether only the cache is looked at.</summary>
    [Option("Look into the cache only.")]
    public bool Offline { get; init; }
}
