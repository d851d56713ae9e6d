using System.ComponentModel.DataAnnotations;

namespace Grlm.LanguageModels;

/// <summary>Describes how a language model writes term IDs.</summary>
internal sealed record LanguageModelGenerationOptions
{
    /// <summary>
    /// True, the default, for term IDs of the library only, less those that a request may not be shown. False to let the model write what
    /// it likes, as the paper does, up to the bracket that closes the list: what is not in the library is returned as it was written, for
    /// grounding to map. No two TIDs of a user are alike then either, so that there may be fewer of them than beams.
    /// </summary>
    public bool Constrained { get; init; } = true;

    /// <summary>
    /// True where the model writes a term ID as a line of its terms, with spaces between them and a line break behind; false, the default,
    /// for a list in brackets that ends its turn.
    /// </summary>
    public bool Lines { get; init; }

    /// <summary>
    /// Gets the text that all prompts end with, as far as it may decide how the term ID behind it is cut into tokens; empty, the default,
    /// where prompts end with a special token or a line break.
    /// </summary>
    public string PromptEnd { get; init; } = "";

    /// <summary>
    /// Gets the most tokens of a term ID that is written freely, the end included; null, the default, for 48, or as many as the longest of
    /// the library has where those are more. Constrained ones are as long as the library's.
    /// </summary>
    [Range(1, 1_024)]
    public int? MaximumNewTokens { get; init; }

    /// <summary>Gets the power of the length that scores are divided by (default 0: plain log-probabilities).</summary>
    [Range(-10.0, 10.0)]
    public double LengthPenalty { get; init; }

    /// <summary>
    /// Gets the number of mebibytes for what prompts have in common with earlier ones; null, the default, for an eighth of the free memory,
    /// 512 at most. 0 keeps nothing.
    /// </summary>
    [Range(0, 1_048_576)]
    public int? CacheMebibytes { get; init; }

    /// <summary>Gets the number of threads to work with; 0, the default, for one a processor.</summary>
    [ThreadCount]
    public int Threads { get; init; }
}
