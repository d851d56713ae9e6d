namespace Grlm;

/// <summary>What an answer of a language model comes to.</summary>
/// <param name="Terms">The terms in it.</param>
/// <param name="Problem">Why they are no TID, in a sentence that a model can be told; null where they are one.</param>
/// <param name="IsInVain">Whether the next answer would come to the same: it was thoughts and nothing else.</param>
internal sealed record TermReading(IReadOnlyList<string> Terms, string? Problem, bool IsInVain)
{
    /// <summary>Reads an answer.</summary>
    /// <param name="text">What the model said.</param>
    /// <param name="limit">The limit of tokens that cut it off; null where it ended by itself.</param>
    /// <param name="hasThoughts">Whether the server told thoughts apart from the text.</param>
    /// <param name="length">Number of terms of a TID.</param>
    public static TermReading Of(string text, int? limit, bool hasThoughts, int length)
    {
        var (answer, areOpen) = Thoughts.Part(text);
        if (string.IsNullOrWhiteSpace(answer) && (hasThoughts || areOpen))
        {
            return new TermReading([], ProblemOfThoughts(limit, areOpen), IsInVain: true);
        }

        var terms = TermAnswer.Parse(text, limit is not null);
        var problem = terms.Count == 0 ? "There is no list of keywords in the answer." : TermValidation.Check(terms, length, out _);
        return new TermReading(
            terms, problem is not null && limit is { } tokens ? $"{problem} The answer was cut off at the limit of {tokens:N0} tokens." : problem, IsInVain: false);
    }

    private static string ProblemOfThoughts(int? limit, bool areOpen) => limit is { } tokens
        ? $"The limit of {tokens:N0} tokens cut the model off while it was still thinking: raise it (--maximum-tokens), or switch thinking off at the server."
        : areOpen ? "The answer breaks off in the model's thoughts: raise the limit of tokens (--maximum-tokens), or switch thinking off at the server."
        : "The answer is empty: everything went into the model's thoughts. Switch thinking off at the server, or its reasoning parser.";
}
