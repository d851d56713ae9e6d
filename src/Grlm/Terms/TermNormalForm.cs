using System.Globalization;
using System.Text;

namespace Grlm.Internal;

/// <summary>
/// Computes the normal form of a term: Unicode NFKC, lower case, without invisible characters; white space, <c>/</c>, commas and brackets
/// become one <c>-</c>; punctuation and quotes are trimmed from the ends; 1 to 40 characters. A per cent sign and a dot before a digit are
/// part of a number and stay, as do the signs of a name: <c>5%</c>, <c>.5mm</c>, <c>c#</c>, <c>.net</c>. Normalising twice changes nothing.
/// </summary>
public static class TermNormalForm
{
    /// <summary>Holds the most characters (Unicode code points) in a term.</summary>
    public const int MaximumLength = 40;

    private const int Joiner = 0x200D, FirstTag = 0xE0020, LastTag = 0xE007F;

    /// <summary>Brings a term into normal form.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="term">The normal form; empty where there is none.</param>
    /// <returns>False where nothing is left of the text, or more than <see cref="MaximumLength"/> characters are.</returns>
    public static bool TryNormalize(string text, out string term)
    {
        ArgumentNullException.ThrowIfNull(text);
        var runes = Hyphenate(FoldedText.Of(WithoutInvisible(text)));
        var (start, end) = (0, runes.Count);
        while (start < end && IsTrimmedAtStart(runes, start))
        {
            start++;
        }

        while (end > start && IsPunctuation(runes[end - 1]) && !IsNameSign(runes, end - 1))
        {
            end--;
        }

        var isTerm = end - start is >= 1 and <= MaximumLength;
        term = isTerm ? string.Concat(runes[start..end]) : string.Empty;
        return isTerm;
    }

    /// <summary>Takes invisible characters out, but for those that make one picture of several.</summary>
    private static string WithoutInvisible(string text)
    {
        if (Ascii.IsValid(text) && !text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.Contains('\u007F', StringComparison.Ordinal))
        {
            return text;
        }

        var (visible, isPicture) = (new StringBuilder(text.Length), false);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            var isInvisible = category is UnicodeCategory.Control or UnicodeCategory.Format && !Rune.IsWhiteSpace(rune);
            if (!isInvisible || (isPicture && rune.Value is Joiner or >= FirstTag and <= LastTag))
            {
                visible.Append(rune);
            }

            isPicture = !rune.IsBmp && category == UnicodeCategory.OtherSymbol || (isPicture && !IsBase(category));
        }

        return visible.ToString();
    }

    private static bool IsBase(UnicodeCategory category)
        => category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.ModifierSymbol
            or UnicodeCategory.Format);

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
        var isDotOfNumberOrName = runes[place].Value == '.' && place + 1 < runes.Count
            && (Rune.IsDigit(runes[place + 1]) || (place == 0 && Rune.IsLetter(runes[place + 1])));
        return isMark || (IsPunctuation(runes[place]) && !isDotOfNumberOrName);
    }

    /// <summary>Tells whether a sign ends a name: <c>c#</c>.</summary>
    private static bool IsNameSign(List<Rune> runes, int place)
        => runes[place].Value == '#' && place > 0 && Rune.IsLetter(runes[place - 1]);

    private static bool IsPunctuation(Rune rune) => rune.Value == '`' || (Rune.IsPunctuation(rune) && rune.Value != '%');
}

/// <summary>
/// Text without what tells spellings of one word apart: Unicode NFKC, lower case, a capital sigma as the letter that stands at its place, a
/// Turkish capital <c>İ</c> as <c>i</c>. Folding twice changes nothing.
/// </summary>
internal static class FoldedText
{
    private const char Sigma = 'σ', FinalSigma = 'ς';

    /// <summary>Folds a text.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        // Lower case can bring parts together that compose (H and a macron below have no composite, h has one): hence a second pass.
        var lower = Nfkc.Normalize(text).Replace('İ', 'i').ToLowerInvariant();
        return Nfkc.Normalize(lower.Contains(Sigma, StringComparison.Ordinal) ? WithFinalSigmas(lower) : lower);
    }

    /// <summary>Folds a text to cut words from: a trade mark's sign, which form KC makes the letters <c>tm</c> of, parts words.</summary>
    public static string ForWords(string text) => Of(text.Replace('™', ' ').Replace('℠', ' '));

    private static string WithFinalSigmas(string text)
    {
        var letters = text.ToCharArray();
        for (var place = 1; place < letters.Length; place++)
        {
            var isLast = letters[place] == Sigma && char.IsLetter(letters[place - 1])
                && (place + 1 == letters.Length || !IsInWord(letters[place + 1]));
            letters[place] = isLast ? FinalSigma : letters[place];
        }

        return new string(letters);
    }

    private static bool IsInWord(char letter) => char.IsLetter(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
}
