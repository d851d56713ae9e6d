using System.Globalization;
using System.Text;

namespace Grlm;

/// <summary>
/// Finds the words of a text, as far as marks, spaces and changes of the script show them: the one place that says what belongs to a word. Nothing that
/// a reader sees as one character is cut apart (grapheme clusters, Unicode Standard Annex 29); a picture is a run of its own.
/// </summary>
internal static class WordRuns
{
    private const char PictureMark = '\uFE0F', Keycap = '\u20E3';

    /// <summary>Whether a text can have letters of a script that hides its words: none stands below Thai in Unicode.</summary>
    public static bool HidesAny(string text) => text.AsSpan().ContainsAnyExceptInRange('\0', '\u0DFF');

    /// <summary>The runs of a text, in order.</summary>
    public static List<WordRun> In(string text)
    {
        var runs = new List<WordRun>();
        for (var (place, end) = (0, 0); place < text.Length; place = end)
        {
            end = place + LengthAt(text, place);
            var last = runs.Count > 0 && runs[^1].End == place ? runs[^1] : default;
            if (WritingAt(text, place, end, last.Writing) is not { } writing)
            {
                continue;
            }

            if (last.End > 0 && last.Writing == writing && writing != WritingSystem.Symbol)
            {
                runs[^1] = last with { End = end };
            }
            else
            {
                runs.Add(new WordRun(place, end, writing));
            }
        }

        return runs;
    }

    /// <summary>
    /// The letters of the runs of a text in form C, each run folded by itself: of signs that folding makes letters of (½, ™) it sees nothing. Latin letters
    /// in form C are folded by lower case.
    /// </summary>
    public static IEnumerable<(string Letters, WritingSystem Writing)> FoldedOf(string text)
    {
        var lower = text.ToLowerInvariant();
        return In(lower).Select(run => (run, letters: run.In(lower)))
            .Select(pair => (WritingSystems.IsLatin(pair.letters) ? pair.letters : FoldedText.Of(pair.letters), pair.run.Writing));
    }

    private static int LengthAt(string text, int place)
        => char.IsAscii(text[place]) && (place + 1 == text.Length || char.IsAscii(text[place + 1])) ? 1 : StringInfo.GetNextTextElementLength(text, place);

    /// <summary>The writing system of a character; null for one that is in no word.</summary>
    private static WritingSystem? WritingAt(string text, int start, int end, WritingSystem before)
    {
        if (end == start + 1)
        {
            return IsInWord(char.GetUnicodeCategory(text[start])) ? WritingSystems.Of(SafeRune(text[start]), before) : null;
        }

        var cluster = text.AsSpan(start, end - start);
        _ = Rune.DecodeFromUtf16(cluster, out var first, out var length);
        if (cluster.ContainsAny(PictureMark, Keycap) || (length == 2 && !IsInWord(Rune.GetUnicodeCategory(first))))
        {
            return WritingSystem.Symbol;
        }

        return IsInWord(Rune.GetUnicodeCategory(first)) ? WritingSystems.Of(first, before) : null;
    }

    private static Rune SafeRune(char letter) => char.IsSurrogate(letter) ? Rune.ReplacementChar : new Rune(letter);

    private static bool IsInWord(UnicodeCategory category)
        => category is <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
