using System.Text;
using System.Xml;

namespace Grlm.Reports;

/// <summary>Texts of users as labels of charts.</summary>
internal static class ChartText
{
    private const int Longest = 28;

    /// <summary>A text without what XML has no letters for, cut to the width of a label.</summary>
    public static string Label(string text) => Clean(Readable.Cut(text, Longest));

    /// <summary>A text without what XML has no letters for.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
