using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Grlm.Reports;

/// <summary>Horizontal bars made of parts.</summary>
internal sealed record StackedBarChart(string Id, string Title, string Description, string NameTitle, string ValueTitle)
{
    private const double RowHeight = 34, Around = 84;

    /// <summary>Draws bars.</summary>
    /// <param name="parts">What the parts are called.</param>
    /// <param name="bars">The bars from the top: name, and how much each part is.</param>
    public Chart Draw(IReadOnlyList<string> parts, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> bars)
    {
        var plot = ChartStyle.PlotWithLegend();
        plot.Axes.Add(ChartStyle.Names(AxisPosition.Left, bars.Select(bar => bar.Name)));
        var values = ChartStyle.Numbers(AxisPosition.Bottom, ValueTitle, ChartStyle.Count);
        (values.Minimum, values.MinimumPadding) = (0, 0);
        plot.Axes.Add(values);
        for (var part = 0; part < parts.Count; part++)
        {
            var series = new BarSeries { Title = ChartText.Label(parts[part]), IsStacked = true, FillColor = ChartInk.Series(part), StrokeThickness = 0, StrokeColor = OxyColors.Transparent };
            series.Items.AddRange(bars.Select(bar => new BarItem(bar.Values[part])));
            plot.Series.Add(series);
        }

        var height = Math.Max(150, (bars.Count * RowHeight) + Around);
        return new Chart(
            Title,
            Description,
            ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, height),
            new FigureTable([NameTitle, .. parts], [.. bars.Select(bar => (string[])[bar.Name, .. bar.Values.Select(value => Readable.Count((long)value))])]));
    }
}
