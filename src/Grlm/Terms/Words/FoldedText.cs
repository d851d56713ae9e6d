using System.Globalization;
using System.Text;

namespace Grlm;

/// <summary>
/// Text without what tells spellings of one word apart: Unicode NFKC, lower case, a capital sigma as the letter that stands at its place, a Turkish
/// capital <c>İ</c> as <c>i</c>. Folding twice changes nothing.
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
            var isLast = letters[place] == Sigma && char.IsLetter(letters[place - 1]) && (place + 1 == letters.Length || !IsInWord(letters[place + 1]));
            letters[place] = isLast ? FinalSigma : letters[place];
        }

        return new string(letters);
    }

    private static bool IsInWord(char letter) => char.IsLetter(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark;
}
