using System.Text;

namespace Grlm.Internal;

/// <summary>Unicode normalisation form C (Unicode Standard Annex 15); for why it is our own see <see cref="Nfkc"/>.</summary>
public static class Nfc
{
    /// <summary>Holds the first combining mark; every text below it is in form C already.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>Returns the text in form C.</summary>
    public static string Normalize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstMark, char.MaxValue))
        {
            return text;
        }

        var tables = NormalizationTables.Shared;
        return IsSurelyNormal(text, tables) ? text : Composition.Recompose(text, tables, tables.Canonical);
    }

    /// <summary>Returns the quick check of Annex 15, section 9: false also where only composing can tell.</summary>
    private static bool IsSurelyNormal(string text, NormalizationTables tables)
    {
        var lastClass = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < FirstMark)
            {
                lastClass = 0;
                continue;
            }

            var runeClass = tables.ClassOf(rune.Value);
            if ((runeClass != 0 && runeClass < lastClass) || rune == Rune.ReplacementChar || tables.CanBeSecond(rune.Value)
                || tables.NeverComposed.Contains(rune.Value) || Composition.IsHangulPart(rune.Value))
            {
                return false;
            }

            lastClass = runeClass;
        }

        return true;
    }
}

/// <summary>
/// Unicode normalisation form D (Unicode Standard Annex 15): letters and their marks apart; for why it is our own see <see cref="Nfkc"/>.
/// </summary>
public static class Nfd
{
    /// <summary>Returns the text in form D.</summary>
    public static string Normalize(string text)
        => Ascii.IsValid(text) ? text : Composition.Decomposed(text, NormalizationTables.Shared);
}

/// <summary>
/// Unicode normalisation form KC (Unicode Standard Annex 15). <see cref="string.Normalize()"/> does nothing under invariant globalisation,
/// and with it the answer would depend on the Unicode version of the machine: the same term must be the same bytes everywhere.
/// </summary>
public static class Nfkc
{
    /// <summary>Returns the text in form KC.</summary>
    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var tables = NormalizationTables.Shared;
        return Composition.Recompose(text, tables, tables.Compatibility);
    }
}
