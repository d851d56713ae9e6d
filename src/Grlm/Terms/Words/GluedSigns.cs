namespace Grlm;

/// <summary>
/// The signs that belong to a name or a number because nothing stands between them and its letters: <c>C++</c>, <c>C#</c>, <c>A+</c>, <c>.NET</c>,
/// <c>AT&amp;T</c>, <c>USB-C</c>, <c>7-in-1</c>, <c>8.5</c>, <c>1/4</c>.
/// </summary>
internal static class GluedSigns
{
    /// <summary>Most letters before a single sign at the end (<c>F#</c>, not <c>vitamins+</c>), and before a hyphen with one letter.</summary>
    private const int MostBeforeSign = 2, MostBeforeLetter = 4;

    /// <summary>Most letters between the numbers of <c>7-in-1</c>, and behind a dot.</summary>
    private const int MostBetween = 3, MostBehindDot = 4;

    /// <summary>The word that begins with a run.</summary>
    /// <param name="text">The text.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="first">The run that it begins with.</param>
    /// <returns>Where it begins and ends, and its last run.</returns>
    public static (int Start, int End, int Last) Around(string text, IReadOnlyList<WordRun> runs, int first)
    {
        var last = first;
        if (runs[first].Writing != WritingSystem.Spaced)
        {
            return (runs[first].Start, runs[first].End, first);
        }

        while (RunsAdded(text, runs, first, last) is > 0 and var added)
        {
            last += added;
        }

        var letters = first == last && IsLetters(text, runs[first]) ? runs[first].End - runs[first].Start : 0;
        var start = runs[first].Start - (letters is > 1 and <= MostBehindDot && HasDotBefore(text, runs[first]) ? 1 : 0);
        return (start, runs[last].End + (letters > 0 ? SignsAt(text, runs[first].End, letters) : 0), last);
    }

    private static int RunsAdded(string text, IReadOnlyList<WordRun> runs, int first, int last)
    {
        if (!IsNextTo(runs, last))
        {
            return 0;
        }

        var (run, next) = (runs[last], runs[last + 1]);
        return text[run.End] switch
        {
            '.' or ',' or '/' or '\u2044' => char.IsAsciiDigit(text[run.End - 1]) && char.IsAsciiDigit(text[next.Start]) ? 1 : 0,
            '&' => IsLetters(text, run) && IsLetters(text, next) && (IsOne(run) || IsOne(next)) ? 1 : 0,
            '-' when first == last && IsDigits(text, run) => IsBetween(text, runs, last + 1) ? 2 : 0,
            '-' when first == last => IsLetters(text, run) && run.End - run.Start is > 1 and <= MostBeforeLetter && IsLetters(text, next) && IsOne(next) && EndsAt(text, next.End) ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>Whether the next run is of letters and follows after one sign.</summary>
    private static bool IsNextTo(IReadOnlyList<WordRun> runs, int run)
        => run + 1 < runs.Count && runs[run + 1].Writing == WritingSystem.Spaced && runs[run + 1].Start == runs[run].End + 1;

    private static bool IsBetween(string text, IReadOnlyList<WordRun> runs, int word)
        => IsLetters(text, runs[word]) && runs[word].End - runs[word].Start <= MostBetween
            && IsNextTo(runs, word) && text[runs[word].End] == '-' && IsDigits(text, runs[word + 1]);

    private static bool HasDotBefore(string text, WordRun run)
        => run.Start > 0 && text[run.Start - 1] == '.' && (run.Start == 1 || char.IsWhiteSpace(text[run.Start - 2])) && !StopWords.Contains(text[run.Start..run.End]);

    private static int SignsAt(string text, int end, int letters)
    {
        var signs = 0;
        while (end + signs < text.Length && text[end + signs] == text[end] && text[end] is '+' or '#')
        {
            signs++;
        }

        var isName = letters <= MostBeforeSign ? signs > 0 : signs > 1 && text[end] == '+';
        return isName && EndsAt(text, end + signs) ? signs : 0;
    }

    /// <summary>Whether a name can end at a place: no letter, digit or hyphen goes on with it.</summary>
    private static bool EndsAt(string text, int place) => place == text.Length || !(char.IsLetterOrDigit(text[place]) || text[place] is '-' or '\'' or '\u2019');

    private static bool IsOne(WordRun run) => run.End == run.Start + 1;

    private static bool IsLetters(string text, WordRun run) => !text.AsSpan(run.Start, run.End - run.Start).ContainsAnyInRange('0', '9');

    private static bool IsDigits(string text, WordRun run) => !text.AsSpan(run.Start, run.End - run.Start).ContainsAnyExceptInRange('0', '9');
}
