using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using OxyPlot;

namespace Grlm.Reports;

/// <summary>Draws plots as <c>svg</c> elements that stand in an HTML page.</summary>
internal static class ChartPicture
{
    private static readonly string[] _dropped = ["width", "height", "version", "font-family", "shape-rendering"];

    /// <summary>Draws a plot.</summary>
    /// <param name="plot">What is drawn.</param>
    /// <param name="id">Starts the ids inside the picture: unique on its page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">The same in a sentence.</param>
    /// <param name="width">Width, in the unit of the letters' size; the page scales the whole.</param>
    /// <param name="height">Height likewise.</param>
    /// <returns>The element; the same plot gives the same text.</returns>
    public static string Of(PlotModel plot, string id, string title, string description, double width, double height)
    {
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            IsDocument = false,
            UseVerticalTextAlignmentWorkaround = true,
            TextMeasurer = new ChartMeasure()
        };
        var picture = Clean(XDocument.Parse(exporter.ExportToString(plot)).Root!, id);
        picture.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        picture.SetAttributeValue("role", "img");
        picture.SetAttributeValue("aria-labelledby", $"{id}-title {id}-description");
        picture.AddFirst(
            new XElement("title", new XAttribute("id", $"{id}-title"), ChartText.Clean(title)),
            new XElement("desc", new XAttribute("id", $"{id}-description"), ChartText.Clean(description)));
        return picture.ToString(SaveOptions.DisableFormatting);
    }

    // In a page an svg needs no namespace; its ids share one space with all others, and its letters are the page's.
    private static XElement Clean(XElement element, string id) => new(
        element.Name.LocalName,
        element.Attributes()
            .Where(
                attribute => !attribute.IsNamespaceDeclaration
                    && (!_dropped.Contains(attribute.Name.LocalName, StringComparer.Ordinal)
                        || element.Name.LocalName is "rect" or "image"))
            .Select(attribute => new XAttribute(attribute.Name.LocalName, Clean(attribute, id))),
        element.Nodes().Select(node => node is XElement child ? Clean(child, id) : node));

    private static string Clean(XAttribute attribute, string id) => attribute.Name.LocalName switch
    {
        "id" => $"{id}-{attribute.Value}",
        "clip-path" => attribute.Value.Replace("#", $"#{id}-", StringComparison.Ordinal),
        _ => ChartInk.Resolve(attribute.Value),
    };
}

/// <summary>
/// Holds the colours of charts. They are drawn as stand-ins, which become variables of the page's style: the same picture is then right on
/// light ground, on dark, and on paper.
/// </summary>
internal static partial class ChartInk
{
    /// <summary>Holds how many series can be told apart.</summary>
    public const int SeriesCount = 6;

    private const byte StandIn = 251;

    /// <summary>Letters.</summary>
    public static OxyColor Text { get; } = OxyColor.FromRgb(StandIn, 1, 0);

    /// <summary>Lines of the grid.</summary>
    public static OxyColor Grid { get; } = OxyColor.FromRgb(StandIn, 1, 1);

    /// <summary>Gets the ground, where something must stand out from what lies below it.</summary>
    public static OxyColor Ground { get; } = OxyColor.FromRgb(StandIn, 1, 2);

    /// <summary>Returns the colour of a series, from 0; beyond <see cref="SeriesCount"/> they come again.</summary>
    public static OxyColor Series(int number) => OxyColor.FromRgb(StandIn, 2, (byte)(number % SeriesCount));

    /// <summary>Puts the page's variables in the place of the stand-ins.</summary>
    public static string Resolve(string style)
        => StandIns().Replace(style, match => (match.Groups["kind"].Value, match.Groups["number"].Value) switch
    {
        ("2", var number) => $"var(--series-{number})",
        (_, "0") => "var(--chart-text)",
        (_, "1") => "var(--chart-grid)",
        _ => "var(--ground)",
    });

    [GeneratedRegex("rgb\\(251,(?<kind>[12]),(?<number>[0-9])\\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex StandIns();
}

/// <summary>Texts of users as labels of charts.</summary>
internal static class ChartText
{
    private const int Longest = 28;

    /// <summary>Returns a text without what XML has no letters for, cut to the width of a label.</summary>
    public static string Label(string text) => Clean(Readable.Cut(text, Longest));

    /// <summary>Returns a text without what XML has no letters for.</summary>
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

/// <summary>
/// Measures text as Helvetica and adds a margin: readers' browsers have other letters, and a label that is a little wider than measured
/// must not be cut.
/// </summary>
internal sealed class ChartMeasure() : PdfRenderContext(ChartStyle.Width, ChartStyle.Height, OxyColors.Transparent)
{
    // The base class lays out pages: it measures in points what is given in pixels.
    private const double PixelsAPoint = 96.0 / 72, Margin = 1.1;

    /// <inheritdoc/>
    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        var size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * PixelsAPoint * Margin, size.Height * PixelsAPoint);
    }
}
