using OxyPlot;

namespace Grlm.Reports;

/// <summary>
/// Measures text as Helvetica and adds a margin: readers' browsers have other letters, and a label that is a little wider than measured must not be cut.
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
