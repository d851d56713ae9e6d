using System.Text;

namespace Grlm;

/// <summary>Unicode normalisation form D (Unicode Standard Annex 15): letters and their marks apart; for why it is our own see <see cref="Nfkc"/>.</summary>
internal static class Nfd
{
    public static string Normalize(string text)
        => Ascii.IsValid(text) ? text : Composition.Decomposed(text, NormalizationTables.Shared);
}
