using System.Text;
using System.Xml;

namespace Grlm.Reports;

/// <summary>Texts of users as labels of charts.</summary>
internal static class ChartText
{
    private const int Longest = 28;

    /// <summary>A text without what XML has no letters for, cut to the width of a label.</summary>
    public static string Label(string text)
    {
        var label = new StringBuilder();
        foreach (var rune in Readable.Cut(text, Longest).EnumerateRunes())
        {
            label.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return label.ToString();
    }
}
