using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Grlm;

/// <summary>
/// Cuts text into segments, and segments into folded words. A phrase never goes across a segment's end, which every mark makes but a hyphen
/// or an apostrophe inside a word and the signs of a name or a number (<see cref="GluedSigns"/>). A number is a word of its own:
/// <c>8.5oz</c> gives <c>8.5</c> and <c>oz</c>, but for names (<see cref="NumberedNames"/>).
/// </summary>
internal static class TextSegments
{
    private const int LongestAmount = 5;
    private const int LongestUnit = 6;
    private const string Ampersand = "and";

    private static readonly SearchValues<char> _amount = SearchValues.Create("0123456789.,/\u2044");

    /// <summary>Returns the segments of a text, none of them empty.</summary>
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

            var word = new WordRun(start, end, runs[run].Writing).In(folded);
            var isName = cutter.Names.Contains(word, text, isFirst: segments.Count + words.Count == 0);
            AddRun(word, runs[run].Writing, cutter, isName, words);
            (place, run) = (end, last);
        }

        for (; place < folded.Length; place++)
        {
            AddMark(folded, place, segments, words);
        }

        End(segments, words);
        return segments;
    }

    /// <summary>Tells whether a word is an amount: digits, with dots and commas between them.</summary>
    public static bool IsNumber(string word) => !word.AsSpan().ContainsAnyExcept(_amount);

    /// <summary>
    /// Returns how many characters of a word are an amount, with nothing but its unit behind; 0 where it is no such word.
    /// </summary>
    public static int AmountIn(string word)
    {
        var digits = 0;
        while (digits < word.Length && _amount.Contains(word[digits]))
        {
            digits++;
        }

        var rest = word.Length - digits;
        return digits is > 0 and <= LongestAmount && char.IsAsciiDigit(word[0]) && rest is > 0 and <= LongestUnit
            && !word.AsSpan(digits).ContainsAnyInRange('0', '9') ? digits : 0;
    }

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

    private static void AddRun(string run, WritingSystem writing, WordCutter cutter, bool isName, List<string> words)
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
            AddWord(words, run, isName);
        }
    }

    /// <summary>
    /// Tells what parts words and not segments: white space, what is invisible, apostrophes, and a hyphen or a middle dot inside a word.
    /// </summary>
    private static bool IsSoft(string text, int place)
        => char.IsWhiteSpace(text[place]) || text[place] is '\'' or '\u2019'
            || char.GetUnicodeCategory(text[place]) == UnicodeCategory.Format
            || (text[place] is '-' or '\u2010' or '\u2011' or '\u00B7' or '\u30FB' && IsLetterAt(text, place - 1)
                && IsLetterAt(text, place + 1));

    private static bool IsLetterAt(string text, int place) => place >= 0 && place < text.Length && char.IsLetterOrDigit(text[place]);

    private static void AddWord(List<string> words, string word, bool isName)
    {
        if (!isName && AmountIn(word) is > 0 and var digits)
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

/// <summary>Words that stand in a row.</summary>
/// <param name="Field">Where they stand.</param>
/// <param name="Words">Numbers of the words.</param>
internal readonly record struct TextSegment(TextField Field, int[] Words);

/// <summary>Takes markup out of a description: comments, style sheets and scripts, tags, character references.</summary>
internal static partial class PlainText
{
    /// <summary>Time in proportion to the text, whatever it is.</summary>
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const int LongestSelector = 60;

    /// <summary>Returns the text that a reader would see.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny('<', '&', '{'))
        {
            return text;
        }

        var visible = text.Contains('<', StringComparison.Ordinal) ? Hidden().Replace(text, " ") : text;
        return CharacterReferences.Decode(Tags().Replace(WithoutRules(visible), " . "));
    }

    /// <summary>Takes out style rules whose tags have been lost: <c>.header { font-size: 12px; }</c>.</summary>
    private static string WithoutRules(string text)
    {
        var kept = new StringBuilder(text.Length);
        var start = 0;
        while (text.IndexOf('{', start) is var open and >= 0 && text.IndexOf('}', open) is var close and >= 0)
        {
            var rule = text.LastIndexOf('{', close);
            kept.Append(text, start, SelectorStart(text, start, rule) - start).Append(' ');
            start = close + 1;
        }

        return start == 0 ? text : kept.Append(text, start, text.Length - start).ToString();
    }

    /// <summary>
    /// Returns where the selector begins that ends at a brace: at its first class or identifier nearby, or else at the last word.
    /// </summary>
    private static int SelectorStart(string text, int from, int brace)
    {
        var word = brace;
        for (var place = brace - 1; place >= Math.Max(from, brace - LongestSelector) && IsInSelector(text[place]); place--)
        {
            var begins = place == from || char.IsWhiteSpace(text[place - 1]);
            var names = text[place] is '.' or '#' && place + 1 < brace && char.IsLetter(text[place + 1]);
            word = begins && (names || word == brace) && !char.IsWhiteSpace(text[place]) ? place : word;
        }

        return word;
    }

    private static bool IsInSelector(char letter)
        => char.IsLetterOrDigit(letter) || char.IsWhiteSpace(letter) || letter is '.' or '#' or ',' or '-' or '_' or ':' or '*';

    [GeneratedRegex("<!--.*?(?:-->|$)|<(?:style|script)\\b.*?(?:</(?:style|script)>|$)",
        Linear | RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    [GeneratedRegex("</?[a-zA-Z][^<>]*>", Linear)]
    private static partial Regex Tags();
}

/// <summary>
/// Finds the signs that belong to a name or a number because nothing stands between them and its letters: <c>C++</c>, <c>C#</c>, <c>A+</c>,
/// <c>.NET</c>, <c>AT&amp;T</c>, <c>USB-C</c>, <c>7-in-1</c>, <c>8.5</c>, <c>1/4</c>.
/// </summary>
internal static class GluedSigns
{
    /// <summary>
    /// Most letters before a single sign at the end (<c>F#</c>, not <c>vitamins+</c>), and before a hyphen with one letter.
    /// </summary>
    private const int MostBeforeSign = 2, MostBeforeLetter = 4;

    /// <summary>Most letters between the numbers of <c>7-in-1</c>, and behind a dot.</summary>
    private const int MostBetween = 3, MostBehindDot = 4;

    /// <summary>Returns the word that begins with a run.</summary>
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
            '-' when first == last
                => IsLetters(text, run) && run.End - run.Start is > 1 and <= MostBeforeLetter && IsLetters(text, next) && IsOne(next)
                    && EndsAt(text, next.End) ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>Tells whether the next run is of letters and follows after one sign.</summary>
    private static bool IsNextTo(IReadOnlyList<WordRun> runs, int run)
        => run + 1 < runs.Count && runs[run + 1].Writing == WritingSystem.Spaced && runs[run + 1].Start == runs[run].End + 1;

    private static bool IsBetween(string text, IReadOnlyList<WordRun> runs, int word)
        => IsLetters(text, runs[word]) && runs[word].End - runs[word].Start <= MostBetween
            && IsNextTo(runs, word) && text[runs[word].End] == '-' && IsDigits(text, runs[word + 1]);

    private static bool HasDotBefore(string text, WordRun run)
        => run.Start > 0 && text[run.Start - 1] == '.' && (run.Start == 1 || char.IsWhiteSpace(text[run.Start - 2]))
            && !StopWords.Contains(text[run.Start..run.End]);

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

    /// <summary>Tells whether a name can end at a place: no letter, digit or hyphen goes on with it.</summary>
    private static bool EndsAt(string text, int place)
        => place == text.Length || !(char.IsLetterOrDigit(text[place]) || text[place] is '-' or '\'' or '\u2019');

    private static bool IsOne(WordRun run) => run.End == run.Start + 1;

    private static bool IsLetters(string text, WordRun run) => !text.AsSpan(run.Start, run.End - run.Start).ContainsAnyInRange('0', '9');

    private static bool IsDigits(string text, WordRun run)
        => !text.AsSpan(run.Start, run.End - run.Start).ContainsAnyExceptInRange('0', '9');
}
