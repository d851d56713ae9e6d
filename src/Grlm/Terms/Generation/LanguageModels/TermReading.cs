namespace Grlm;

/// <summary>Holds what an answer of a language model comes to.</summary>
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
            terms, problem is not null && limit is { } tokens
                ? $"{problem} The answer was cut off at the limit of {tokens:N0} tokens." : problem, IsInVain: false);
    }

    private static string ProblemOfThoughts(int? limit, bool areOpen) => limit is { } tokens
        ? $"The limit of {tokens:N0} tokens cut the model off while it was still thinking: " +
            $"raise it (option 'maximumTokens'), or switch thinking off at the server."
        : areOpen
        ? "The answer breaks off in the model's thoughts: " +
            "raise the limit of tokens (option 'maximumTokens'), or switch thinking off at the server."
        : "The answer is empty: everything went into the model's thoughts. Switch thinking off at the server, or its reasoning parser.";
}

/// <summary>Finds the list of terms in what a model answered: the last one of the shape that a list is surest in.</summary>
internal static class TermAnswer
{
    private static readonly char[] _separators = [',', ';', '\n'];

    /// <summary>Returns the terms; empty where there is no list.</summary>
    /// <param name="text">What it answered, thoughts included, which count for nothing.</param>
    /// <param name="isCut">Whether the answer was cut off: what it breaks off in is no term.</param>
    public static IReadOnlyList<string> Parse(string text, bool isCut = false)
    {
        var answer = Thoughts.Without(text);
        if (isCut || IsOpen(answer))
        {
            // What is closed stays whole: the cut came later, in what was said about it.
            var last = answer.LastIndexOfAny([.. _separators, ']', '}']);
            answer = last < 0 ? "" : answer[last] is ']' or '}' ? answer[..(last + 1)] : answer[..last];
        }

        var lists = TermListFinder.In(answer).ToList();
        return LastOf(TermListShape.Json, atLeast: 1) ?? LastOf(TermListShape.Brackets, atLeast: 2)
            ?? LastOf(TermListShape.Lines, atLeast: 2) ?? LastOf(TermListShape.Commas, atLeast: 3) ?? [];

        IReadOnlyList<string>? LastOf(TermListShape shape, int atLeast)
            => lists.LastOrDefault(list => list.Shape == shape && list.Terms.Count >= atLeast).Terms;
    }

    /// <summary>Tells a bracket that is never closed: the answer was cut off, whatever the server says of it.</summary>
    private static bool IsOpen(string answer) => answer.LastIndexOf('[') > answer.LastIndexOf(']');
}
