using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace Grlm.Reports;

/// <summary>Says what all charts have in common.</summary>
internal static class ChartStyle
{
    /// <summary>Width of a chart of which two stand side by side.</summary>
    public const double Width = 470;

    /// <summary>Height of a chart.</summary>
    public const double Height = 270;

    /// <summary>Size of letters.</summary>
    public const double FontSize = 12;

    /// <summary>Returns an empty plot.</summary>
    public static PlotModel Plot() => new()
    {
        Culture = CultureInfo.InvariantCulture,
        DefaultFontSize = FontSize,
        TextColor = ChartInk.Text,
        PlotAreaBorderColor = OxyColors.Transparent,
        PlotAreaBorderThickness = new OxyThickness(0),
        Padding = new OxyThickness(2, 6, 14, 2),
    };

    /// <summary>Returns a count as the label of an axis; nothing between two counts.</summary>
    public static string Count(double value) => double.IsInteger(value) ? Readable.Count((long)value) : "";

    /// <summary>Returns a plot with a legend above it.</summary>
    public static PlotModel PlotWithLegend()
    {
        var plot = Plot();
        plot.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.TopLeft,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendPadding = 0,
            LegendMargin = 4,
            LegendSymbolLength = 22,
            LegendTextColor = ChartInk.Text,
            LegendFontSize = FontSize,
        });
        return plot;
    }

    /// <summary>Returns an axis of numbers with a grid.</summary>
    public static LinearAxis Numbers(AxisPosition position, string title, Func<double, string> label)
        => Styled(new LinearAxis(), position, title, label);

    /// <summary>Returns an axis of powers of ten with a grid.</summary>
    public static LogarithmicAxis Powers(AxisPosition position, string title)
        => Styled(new LogarithmicAxis { PowerPadding = false }, position, title, value => Readable.Count((long)Math.Round(value)));

    /// <summary>Returns an axis of names, the first at the top or on the left.</summary>
    public static CategoryAxis Names(AxisPosition position, IEnumerable<string> names)
    {
        var axis = new CategoryAxis
        {
            Position = position,
            TickStyle = TickStyle.None,
            AxislineStyle = LineStyle.None,
            TextColor = ChartInk.Text,
            GapWidth = 0.4,
            IsTickCentered = true,
        };
        axis.Labels.AddRange(names.Select(ChartText.Label));
        if (position == AxisPosition.Left)
        {
            (axis.StartPosition, axis.EndPosition) = (1, 0);
        }

        return axis;
    }

    private static T Styled<T>(T axis, AxisPosition position, string title, Func<double, string> label)
        where T : Axis
    {
        axis.Position = position;
        axis.Title = ChartText.Clean(title);
        axis.LabelFormatter = label;
        axis.TickStyle = TickStyle.None;
        axis.MinorTickSize = 0;
        axis.AxislineStyle = LineStyle.None;
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = ChartInk.Grid;
        axis.TextColor = axis.TitleColor = ChartInk.Text;
        axis.AxisTitleDistance = 8;
        axis.AxisTickToLabelDistance = 4;
        return axis;
    }
}
