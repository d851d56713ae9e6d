using System.Buffers;
using System.Globalization;

namespace Grlm;

/// <summary>
/// Cuts text into segments, and segments into lower-case words. A phrase never goes across a segment's end, which every mark makes but a hyphen or
/// an apostrophe inside a word and a dot inside a number. A number is a word of its own: <c>8.5oz</c> gives <c>8.5</c> and <c>oz</c>.
/// </summary>
internal static class TextSegments
{
    private const int LongestAmount = 5;
    private const int LongestUnit = 6;
    private const string Ampersand = "and";

    private static readonly SearchValues<char> _amount = SearchValues.Create("0123456789.,");

    /// <summary>The segments of a text, none of them empty.</summary>
    public static List<string[]> Of(string text)
    {
        var folded = Nfkc.Normalize(text).ToLowerInvariant();
        var (segments, words) = (new List<string[]>(), new List<string>());
        var place = 0;
        while (place < folded.Length)
        {
            var start = place;
            while (place < folded.Length && IsInWord(folded, place))
            {
                place++;
            }

            if (place > start)
            {
                AddWord(words, folded[start..place]);
                continue;
            }

            if (folded[place] == '&')
            {
                words.Add(Ampersand);
            }
            else if (!IsSoft(folded, place))
            {
                End(segments, words);
            }

            place++;
        }

        End(segments, words);
        return segments;
    }

    /// <summary>Whether a word is an amount: digits, with dots and commas between them.</summary>
    public static bool IsNumber(string word) => !word.AsSpan().ContainsAnyExcept(_amount);

    private static bool IsInWord(string text, int place)
    {
        var letter = text[place];
        return char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || (letter is '.' or ',' && IsDigitAt(text, place - 1) && IsDigitAt(text, place + 1));
    }

    /// <summary>What parts words and not segments: white space, apostrophes, and a hyphen inside a word.</summary>
    private static bool IsSoft(string text, int place)
        => char.IsWhiteSpace(text[place]) || text[place] is '\'' or '\u2019' or '\u00AD'
            || (text[place] is '-' or '\u2010' or '\u2011' && IsLetterAt(text, place - 1) && IsLetterAt(text, place + 1));

    private static bool IsDigitAt(string text, int place) => place >= 0 && place < text.Length && char.IsAsciiDigit(text[place]);

    private static bool IsLetterAt(string text, int place) => place >= 0 && place < text.Length && char.IsLetterOrDigit(text[place]);

    private static void AddWord(List<string> words, string word)
    {
        var digits = 0;
        while (digits < word.Length && (char.IsAsciiDigit(word[digits]) || word[digits] is '.' or ','))
        {
            digits++;
        }

        var rest = word.Length - digits;
        if (digits is > 0 and <= LongestAmount && rest is > 0 and <= LongestUnit && !word.AsSpan(digits).ContainsAnyInRange('0', '9'))
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
