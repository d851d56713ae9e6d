using System.Globalization;
using System.Text;

namespace Grlm.Internal;

/// <summary>
/// Finds the words of a text, as far as marks, spaces and changes of the script show them: the one place that says what belongs to a word.
/// Nothing that a reader sees as one character is cut apart (grapheme clusters, Unicode Standard Annex 29); a picture is a run of its own.
/// </summary>
public static class WordRuns
{
    private const char PictureMark = '\uFE0F', Keycap = '\u20E3';

    /// <summary>Tells whether a text can have letters of a script that hides its words: none stands below Thai in Unicode.</summary>
    public static bool HidesAny(string text) => text.AsSpan().ContainsAnyExceptInRange('\0', '\u0DFF');

    /// <summary>Returns the runs of a text, in order.</summary>
    internal static List<WordRun> In(string text)
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
    /// Returns the letters of the runs of a text in form C, each run folded by itself: of signs that folding makes letters of (½, ™) it
    /// sees nothing. Latin letters in form C are folded by lower case.
    /// </summary>
    public static IEnumerable<(string Letters, WritingSystem Writing)> FoldedOf(string text)
    {
        var lower = text.ToLowerInvariant();
        return In(lower).Select(run => (run, letters: run.In(lower)))
            .Select(pair => (WritingSystems.IsLatin(pair.letters) ? pair.letters : FoldedText.Of(pair.letters), pair.run.Writing));
    }

    private static int LengthAt(string text, int place)
        => char.IsAscii(text[place]) && (place + 1 == text.Length || char.IsAscii(text[place + 1]))
            ? 1 : StringInfo.GetNextTextElementLength(text, place);

    /// <summary>Returns the writing system of a character; null for one that is in no word.</summary>
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
        => category is <= UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark;
}

/// <summary>Letters of one writing system in a row.</summary>
/// <param name="Start">Where they begin in the text.</param>
/// <param name="End">Where they end, exclusive.</param>
/// <param name="Writing">The writing system.</param>
internal readonly record struct WordRun(int Start, int End, WritingSystem Writing)
{
    /// <summary>Returns the letters, without the invisible ones that only say whether their neighbours join.</summary>
    public string In(string text)
    {
        var letters = text[Start..End];
        return Writing == WritingSystem.Symbol
            ? letters
            : letters.Replace("\u200C", "", StringComparison.Ordinal).Replace("\u200D", "", StringComparison.Ordinal);
    }
}

/// <summary>Says how a script shows where words end.</summary>
public enum WritingSystem
{
    /// <summary>By spaces: Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and most others.</summary>
    Spaced,

    /// <summary>Pictures and flags: each is a word.</summary>
    Symbol,

    /// <summary>Not at all: Han characters, and the Hiragana that go on with them.</summary>
    Han,

    /// <summary>Words end where another script begins: Katakana.</summary>
    Katakana,

    /// <summary>By spaces, but particles and parts of compounds are glued on: Hangul.</summary>
    Hangul,

    /// <summary>Not at all: Thai.</summary>
    Thai,

    /// <summary>Not at all: Lao.</summary>
    Lao,

    /// <summary>Not at all: Khmer.</summary>
    Khmer,

    /// <summary>Not at all: Burmese and its neighbours.</summary>
    Myanmar,
}

/// <summary>Finds the writing systems of characters, by Unicode blocks.</summary>
public static class WritingSystems
{
    private const int LongVowel = 0x30FC;

    /// <summary>Returns the writing system of a letter.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="before">That of the letter before it, which a mark for a long vowel goes on with.</param>
    public static WritingSystem Of(Rune letter, WritingSystem before) => letter.Value switch
    {
        < 0x0E00 => WritingSystem.Spaced,
        < 0x0E80 => WritingSystem.Thai,
        < 0x0F00 => WritingSystem.Lao,
        >= 0x1000 and < 0x10A0 or >= 0xA9E0 and < 0xAA00 or >= 0xAA60 and < 0xAA80 => WritingSystem.Myanmar,
        >= 0x1100 and < 0x1200 or >= 0xA960 and < 0xA980 or >= 0xAC00 and < 0xD800 or >= 0xFFA0 and < 0xFFE0 => WritingSystem.Hangul,
        >= 0x1780 and < 0x1800 or >= 0x19E0 and < 0x1A00 => WritingSystem.Khmer,
        LongVowel => before == WritingSystem.Han ? before : WritingSystem.Katakana,
        >= 0x30A0 and < 0x3100 or >= 0x31F0 and < 0x3200 or >= 0xFF66 and < 0xFFA0 => WritingSystem.Katakana,
        >= 0x2E80 and < 0xA000 or >= 0xF900 and < 0xFB00 or >= 0x20000 and < 0x40000 => WritingSystem.Han,
        _ => WritingSystem.Spaced,
    };

    /// <summary>Tells whether the words of a script have to be found: spaces don't show them, or not all of them.</summary>
    public static bool HidesWords(this WritingSystem writing) => writing > WritingSystem.Symbol;

    /// <summary>Tells whether two words that follow each other in a text are written without a space.</summary>
    /// <param name="first">The first one, not empty.</param>
    /// <param name="second">The second one, not empty.</param>
    public static bool AreGlued(string first, string second)
    {
        _ = Rune.DecodeLastFromUtf16(first, out var last, out _);
        _ = Rune.DecodeFromUtf16(second, out var next, out _);
        return IsWrittenWithoutSpaces(last) && IsWrittenWithoutSpaces(next);
    }

    /// <summary>Tells whether a word is of Latin letters, whose phrases end with what they name.</summary>
    public static bool IsLatin(string word) => word[0] < '\u0250';

    private static bool IsWrittenWithoutSpaces(Rune letter)
        => Rune.IsValid(letter.Value) && Of(letter, WritingSystem.Katakana) is var writing && writing.HidesWords()
            && writing != WritingSystem.Hangul;
}
