using System.Collections;
using System.Globalization;
using System.Text;

namespace Grlm.LanguageModels;

/// <summary>
/// The characters that a generated term consists of: those that are in <see cref="TermNormalForm"/> whatever stands beside them. Lower-case
/// letters, letters of scripts without case, digits and a few signs; no combining marks, which might compose.
/// (A small sigma alone may come out as its other form.)
/// </summary>
internal static class TermCharacters
{
    /// <summary>The planes behind hold no letters.</summary>
    private const int EndOfLetters = 0x40000;

    private static readonly BitArray _letters = FindLetters();
    private static readonly HashSet<int> _beginnings = FindBeginnings();

    /// <summary>Where a character may stand.</summary>
    public static TermCharacterKind KindOf(Rune rune) => rune.Value switch
    {
        '-' or '.' or '&' or '\'' => TermCharacterKind.Joiner,
        '%' or '+' => TermCharacterKind.Tail,
        _ => IsLetter(rune) ? TermCharacterKind.Letter : TermCharacterKind.None,
    };

    /// <summary>Whether bytes that begin a character of UTF-8 can become a letter.</summary>
    /// <param name="bytes">One to three bytes, the last one lowest.</param>
    public static bool CanBecomeLetter(int bytes) => _beginnings.Contains(bytes);

    private static bool IsLetter(Rune rune) => rune.Value < _letters.Length && _letters[rune.Value];

    private static BitArray FindLetters()
    {
        var letters = new BitArray(EndOfLetters);
        for (var value = 0; value < EndOfLetters; value++)
        {
            letters[value] = Rune.TryCreate(value, out var rune)
                && Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
                && value is not (>= 0x1160 and <= 0x11FF) // the Hangul letters that compose with the one before
                && TermNormalForm.TryNormalize(rune.ToString(), out var term)
                && term == rune.ToString();
        }

        return letters;
    }

    private static HashSet<int> FindBeginnings()
    {
        var beginnings = new HashSet<int>();
        Span<byte> bytes = stackalloc byte[4];
        for (var value = 0x80; value < EndOfLetters; value++)
        {
            if (_letters[value])
            {
                var length = new Rune(value).EncodeToUtf8(bytes);
                for (var (count, packed) = (1, (int)bytes[0]); count < length; packed = (packed << 8) | bytes[count++])
                {
                    beginnings.Add(packed);
                }
            }
        }

        return beginnings;
    }
}
