using System.Text;

namespace Grlm;

/// <summary>
/// Unicode normalisation form KC (Unicode Standard Annex 15). <see cref="string.Normalize()"/> does nothing under invariant globalisation,
/// and with it the answer would depend on the Unicode version of the machine: the same term must be the same bytes everywhere.
/// </summary>
internal static class Nfkc
{
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
