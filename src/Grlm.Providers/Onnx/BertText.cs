using System.Globalization;
using System.Text;

namespace Grlm.Providers;

/// <summary>Text as BERT's tokenizers clean and split it (github.com/google-research/bert, tokenization.py). Immutable.</summary>
/// <param name="CleanText">Whether control characters go and white space becomes blanks.</param>
/// <param name="SpacesIdeographs">Whether each Chinese character is a word.</param>
/// <param name="StripsAccents">Whether letters lose their marks.</param>
/// <param name="Lowercase">Whether letters become small ones.</param>
internal sealed record BertText(bool CleanText, bool SpacesIdeographs, bool StripsAccents, bool Lowercase)
{
    /// <summary>Returns the words and single punctuation marks of a text.</summary>
    public IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in Normalize(text).EnumerateRunes())
        {
            var alone = IsPunctuation(rune);
            if ((alone || Rune.IsWhiteSpace(rune)) && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (alone)
            {
                yield return rune.ToString();
            }
            else if (!Rune.IsWhiteSpace(rune))
            {
                word.Append(rune);
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private string Normalize(string text)
    {
        var spaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (CleanText && IsDropped(rune))
            {
                continue;
            }

            var space = SpacesIdeographs && IsIdeograph(rune.Value) ? " " : "";
            spaced.Append(space).Append(CleanText && Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune).Append(space);
        }

        var normal = spaced.ToString();
        if (StripsAccents)
        {
            normal = string.Concat(
                Nfd.Normalize(normal).EnumerateRunes().Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark));
        }

        return Lowercase ? normal.ToLowerInvariant() : normal;
    }

    private static bool IsDropped(Rune rune)
        => rune == Rune.ReplacementChar
            || (rune.Value is not ('\t' or '\n' or '\r')
                && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);

    private static bool IsPunctuation(Rune rune)
        => (rune.IsAscii && (Rune.IsPunctuation(rune) || Rune.IsSymbol(rune))) || Rune.IsPunctuation(rune);

    private static bool IsIdeograph(int point) => point
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
