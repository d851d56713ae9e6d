namespace Grlm.LanguageModels;

/// <summary>
/// Names in <c>ChatOptions.AdditionalProperties</c> that the chat client understands besides the options of every client. Values
/// are numbers or truth values, as such or as text.
/// </summary>
public static class TorchChatProperties
{
    /// <summary>Tells whether the model is to think before it answers, where its template knows such a switch.</summary>
    public const string EnableThinking = "enable_thinking";

    /// <summary>Holds the sequences of a beam search; the best is the answer.</summary>
    public const string Beams = "beams";

    /// <summary>Holds the power of the length that scores of a beam search are divided by.</summary>
    public const string LengthPenalty = "length_penalty";

    /// <summary>Holds the least share of the most probable token's probability.</summary>
    public const string MinP = "min_p";

    /// <summary>Holds the penalty on tokens that have come before.</summary>
    public const string RepetitionPenalty = "repetition_penalty";

    /// <summary>Sets the length of runs that may not come twice.</summary>
    public const string NoRepeatNgram = "no_repeat_ngram";

    /// <summary>Holds the answer is a list of this many distinct terms in normal form: <c>[hair-mask, citrus]</c>.</summary>
    public const string TermCount = "term_count";
}
