using System.Globalization;
using System.Text;

namespace Grlm;

/// <summary>
/// The normal form of a term: Unicode NFKC, lower case, without invisible characters; white space, <c>/</c>, commas and brackets become one
/// <c>-</c>; punctuation and quotes are trimmed from the ends; 1 to 40 characters. A per cent sign and a dot before a digit are part of a
/// number and stay: <c>5%</c>, <c>.5mm</c>. Normalising twice changes nothing.
/// </summary>
public static class TermNormalForm
{
    /// <summary>Most characters (Unicode code points) in a term.</summary>
    public const int MaximumLength = 40;

    /// <summary>Brings a term into normal form.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="term">The normal form; empty where there is none.</param>
    /// <returns>False where nothing is left of the text, or more than <see cref="MaximumLength"/> characters are.</returns>
    public static bool TryNormalize(string text, out string term)
    {
        ArgumentNullException.ThrowIfNull(text);
        // Lower case can bring parts together that compose (H and a macron below have no composite, h has one): hence a second pass.
        var folded = Nfkc.Normalize(Nfkc.Normalize(WithoutInvisible(text)).ToLowerInvariant());
        var runes = Hyphenate(folded);
        var (start, end) = (0, runes.Count);
        while (start < end && IsTrimmedAtStart(runes, start))
        {
            start++;
        }

        while (end > start && IsPunctuation(runes[end - 1]))
        {
            end--;
        }

        var isTerm = end - start is >= 1 and <= MaximumLength;
        term = isTerm ? string.Concat(runes[start..end]) : string.Empty;
        return isTerm;
    }

    private static string WithoutInvisible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isInvisible = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;
            if (!isInvisible || Rune.IsWhiteSpace(rune))
            {
                visible.Append(rune);
            }
        }

        return visible.ToString();
    }

    private static List<Rune> Hyphenate(string text)
    {
        var hyphen = new Rune('-');
        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = IsSeparator(rune) ? hyphen : rune;
            if (next != hyphen || runes.Count == 0 || runes[^1] != hyphen)
            {
                runes.Add(next);
            }
        }

        return runes;
    }

    private static bool IsSeparator(Rune rune)
        => Rune.IsWhiteSpace(rune) || rune.Value is '/' or ','
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation;

    private static bool IsTrimmedAtStart(List<Rune> runes, int place)
    {
        // A mark that has lost its base has nothing to stand on.
        var isMark = Rune.GetUnicodeCategory(runes[place])
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
        var isDecimalDot = runes[place].Value == '.' && place + 1 < runes.Count && Rune.IsDigit(runes[place + 1]);
        return isMark || (IsPunctuation(runes[place]) && !isDecimalDot);
    }

    private static bool IsPunctuation(Rune rune) => rune.Value == '`' || (Rune.IsPunctuation(rune) && rune.Value != '%');
}
