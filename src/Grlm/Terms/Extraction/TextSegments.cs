using System.Buffers;
using System.Globalization;

namespace Grlm;

/// <summary>
/// Cuts text into segments, and segments into folded words. A phrase never goes across a segment's end, which every mark makes but a hyphen or
/// an apostrophe inside a word and the signs of a name or a number (<see cref="GluedSigns"/>). A number is a word of its own: <c>8.5oz</c> gives
/// <c>8.5</c> and <c>oz</c>.
/// </summary>
internal static class TextSegments
{
    private const int LongestAmount = 5;
    private const int LongestUnit = 6;
    private const string Ampersand = "and";

    private static readonly SearchValues<char> _amount = SearchValues.Create("0123456789.,/\u2044");

    /// <summary>The segments of a text, none of them empty.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cutter">Finds the words of scripts that hide them.</param>
    public static List<string[]> Of(string text, WordCutter cutter)
    {
        var folded = FoldedText.ForWords(text);
        var (segments, words, place) = (new List<string[]>(), new List<string>(), 0);
        var runs = WordRuns.In(folded);
        for (var run = 0; run < runs.Count; run++)
        {
            var (start, end, last) = GluedSigns.Around(folded, runs, run);
            for (; place < start; place++)
            {
                AddMark(folded, place, segments, words);
            }

            AddRun(new WordRun(start, end, runs[run].Writing).In(folded), runs[run].Writing, cutter, words);
            (place, run) = (end, last);
        }

        for (; place < folded.Length; place++)
        {
            AddMark(folded, place, segments, words);
        }

        End(segments, words);
        return segments;
    }

    /// <summary>Whether a word is an amount: digits, with dots and commas between them.</summary>
    public static bool IsNumber(string word) => !word.AsSpan().ContainsAnyExcept(_amount);

    private static void AddMark(string text, int place, List<string[]> segments, List<string> words)
    {
        if (text[place] == '&')
        {
            words.Add(Ampersand);
        }
        else if (!IsSoft(text, place))
        {
            End(segments, words);
        }
    }

    private static void AddRun(string run, WritingSystem writing, WordCutter cutter, List<string> words)
    {
        if (writing == WritingSystem.Symbol)
        {
            words.Add(run);
        }
        else if (writing.HidesWords())
        {
            words.AddRange(cutter.Cut(run, writing));
        }
        else
        {
            AddWord(words, run);
        }
    }

    /// <summary>What parts words and not segments: white space, what is invisible, apostrophes, and a hyphen or a middle dot inside a word.</summary>
    private static bool IsSoft(string text, int place)
        => char.IsWhiteSpace(text[place]) || text[place] is '\'' or '\u2019' || char.GetUnicodeCategory(text[place]) == UnicodeCategory.Format
            || (text[place] is '-' or '\u2010' or '\u2011' or '\u00B7' or '\u30FB' && IsLetterAt(text, place - 1) && IsLetterAt(text, place + 1));

    private static bool IsLetterAt(string text, int place) => place >= 0 && place < text.Length && char.IsLetterOrDigit(text[place]);

    private static void AddWord(List<string> words, string word)
    {
        var digits = 0;
        while (digits < word.Length && _amount.Contains(word[digits]))
        {
            digits++;
        }

        var rest = word.Length - digits;
        if (char.IsAsciiDigit(word[0]) && digits is > 0 and <= LongestAmount && rest is > 0 and <= LongestUnit && !word.AsSpan(digits).ContainsAnyInRange('0', '9'))
        {
            words.Add(word[..digits]);
            words.Add(word[digits..]);
        }
        else
        {
            words.Add(word);
        }
    }

    private static void End(List<string[]> segments, List<string> words)
    {
        if (words.Count > 0)
        {
            segments.Add([.. words]);
            words.Clear();
        }
    }
}
