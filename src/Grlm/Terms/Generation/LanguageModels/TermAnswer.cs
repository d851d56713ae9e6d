namespace Grlm;

/// <summary>The list of terms in what a model answered: the last one of the shape that a list is surest in.</summary>
internal static class TermAnswer
{
    private static readonly char[] _separators = [',', ';', '\n'];

    /// <summary>The terms; empty where there is no list.</summary>
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

    /// <summary>A bracket that is never closed: the answer was cut off, whatever the server says of it.</summary>
    private static bool IsOpen(string answer) => answer.LastIndexOf('[') > answer.LastIndexOf(']');
}
