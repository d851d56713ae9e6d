using System.Globalization;
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
        var exporter = new SvgExporter { Width = width, Height = height, IsDocument = false, UseVerticalTextAlignmentWorkaround = true, TextMeasurer = new ChartMeasure() };
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
            .Where(attribute => !attribute.IsNamespaceDeclaration && (!_dropped.Contains(attribute.Name.LocalName, StringComparer.Ordinal) || element.Name.LocalName is "rect" or "image"))
            .Select(attribute => new XAttribute(attribute.Name.LocalName, Clean(attribute, id))),
        element.Nodes().Select(node => node is XElement child ? Clean(child, id) : node));

    private static string Clean(XAttribute attribute, string id) => attribute.Name.LocalName switch
    {
        "id" => $"{id}-{attribute.Value}",
        "clip-path" => attribute.Value.Replace("#", $"#{id}-", StringComparison.Ordinal),
        _ => ChartInk.Resolve(attribute.Value),
    };
}
