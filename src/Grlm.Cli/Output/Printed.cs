using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// The texts that tables and lists are made of. They are escaped before they are measured, so that columns are as wide as what is drawn; the compiler
/// lets nothing else of the command make one (BannedSymbols.txt).
/// </summary>
internal static partial class Printed
{
    /// <summary>A text on one line: a name, an id, a figure.</summary>
    public static IRenderable Line(string text, Style? style = null) => Of(OneLine(text), style);

    /// <summary>As much of a text as one line of so many columns holds, with an ellipsis where there was more.</summary>
    public static IRenderable Line(string text, int width, Style? style = null) => Of(Cut(OneLine(text), width), style);

    /// <summary>A text with line ends of its own.</summary>
    public static IRenderable Block(string text, Style? style = null) => Of(TextEscaper.Escape(text), style);

    /// <summary>As much of a text on one line as there turns out to be room for.</summary>
    public static IRenderable Fitting(string text) => Of(OneLine(text), style: null).Ellipsis();

    /// <summary>Columns that <see cref="Line(string, Style?)"/> takes.</summary>
    public static int WidthOf(string text) => Columns(OneLine(text));

#pragma warning disable RS0030 // The one place that makes texts, and escapes them.
    private static Text Of(string escaped, Style? style) => new(escaped, style);
#pragma warning restore RS0030

    private static string OneLine(string text) => TextEscaper.Escape(LineBreaks().Replace(text, " "));

    private static string Cut(string line, int width)
    {
        if (Columns(line) <= width)
        {
            return line;
        }

        var (end, taken) = (0, 0);
        foreach (var letter in Letters(line))
        {
            taken += Columns(letter);
            if (taken >= width)
            {
                break;
            }

            end += letter.Length;
        }

        return $"{line[..end].TrimEnd()}…";
    }

    private static IEnumerable<string> Letters(string line)
    {
        for (var letters = StringInfo.GetTextElementEnumerator(line); letters.MoveNext();)
        {
            yield return letters.GetTextElement();
        }
    }

    private static int Columns(string line) => new Segment(line).CellCount();

    [GeneratedRegex(@"[\r\n\t]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineBreaks();
}
