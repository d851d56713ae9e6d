using System.Text;

namespace Grlm;

/// <summary>The writing systems of characters, by Unicode blocks.</summary>
internal static class WritingSystems
{
    private const int LongVowel = 0x30FC;

    /// <summary>The writing system of a letter.</summary>
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

    /// <summary>Whether the words of a script have to be found: spaces don't show them, or not all of them.</summary>
    public static bool HidesWords(this WritingSystem writing) => writing > WritingSystem.Symbol;

    /// <summary>Whether two words that follow each other in a text are written without a space.</summary>
    /// <param name="first">The first one, not empty.</param>
    /// <param name="second">The second one, not empty.</param>
    public static bool AreGlued(string first, string second)
    {
        _ = Rune.DecodeLastFromUtf16(first, out var last, out _);
        _ = Rune.DecodeFromUtf16(second, out var next, out _);
        return IsWrittenWithoutSpaces(last) && IsWrittenWithoutSpaces(next);
    }

    /// <summary>Whether a word is of Latin letters, whose phrases end with what they name.</summary>
    public static bool IsLatin(string word) => word[0] < '\u0250';

    private static bool IsWrittenWithoutSpaces(Rune letter)
        => Rune.IsValid(letter.Value) && Of(letter, WritingSystem.Katakana) is var writing && writing.HidesWords() && writing != WritingSystem.Hangul;
}
