using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Grlm.Reports;

/// <summary>Columns over ranges of a number.</summary>
internal sealed record ColumnChart(string Id, string Title, string Description, string XTitle, string YTitle)
{
    private const double Gap = 0.06;

    /// <summary>How places on the horizontal axis are written.</summary>
    public Func<double, string> XFormat { get; init; } = value => $"{value:0.##}";

    /// <summary>Distance of the marks of the horizontal axis.</summary>
    public double XStep { get; init; } = double.NaN;

    /// <summary>How values are written on the vertical axis.</summary>
    public Func<double, string> YFormat { get; init; } = value => $"{value:#,0.##}";

    /// <summary>Draws columns.</summary>
    /// <param name="columns">Where each begins and ends, and how high it is.</param>
    /// <param name="figures">The same as a table.</param>
    public Chart Draw(IReadOnlyList<(double From, double To, double Value)> columns, FigureTable figures)
    {
        var plot = ChartStyle.Plot();
        var x = ChartStyle.Numbers(AxisPosition.Bottom, XTitle, XFormat);
        x.MajorGridlineStyle = LineStyle.None;
        x.MajorStep = XStep;
        var y = ChartStyle.Numbers(AxisPosition.Left, YTitle, YFormat);
        (y.Minimum, y.MinimumPadding) = (0, 0);
        plot.Axes.Add(x);
        plot.Axes.Add(y);
        var series = new RectangleBarSeries { FillColor = ChartInk.Series(0), StrokeThickness = 0 };
        foreach (var (from, to, value) in columns)
        {
            var gap = (to - from) * Gap;
            series.Items.Add(new RectangleBarItem(from + gap, 0, to - gap, value));
        }

        plot.Series.Add(series);
        return new Chart(Title, Description, ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, ChartStyle.Height), figures);
    }
}
