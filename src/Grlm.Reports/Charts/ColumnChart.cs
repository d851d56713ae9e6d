using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Grlm.Reports;

/// <summary>Columns over ranges of a number.</summary>
internal sealed record ColumnChart(string Id, string Title, string Description, string XTitle, string YTitle)
{
    private const double Gap = 0.06, LabelOffset = -4;

    /// <summary>Gets how places on the horizontal axis are written.</summary>
    public Func<double, string> XFormat { get; init; } = value => $"{value:0.##}";

    /// <summary>Distance of the marks of the horizontal axis.</summary>
    public double XStep { get; init; } = double.NaN;

    /// <summary>Gets how values are written on the vertical axis.</summary>
    public Func<double, string> YFormat { get; init; } = value => $"{value:#,0.##}";

    /// <summary>Draws columns.</summary>
    /// <param name="columns">Where each begins and ends, how high it is, and what stands above it.</param>
    /// <param name="figures">The same as a table.</param>
    public Chart Draw(IReadOnlyList<(double From, double To, double Value, string Label)> columns, FigureTable figures)
    {
        var plot = ChartStyle.Plot();
        var x = ChartStyle.Numbers(AxisPosition.Bottom, XTitle, XFormat);
        x.MajorGridlineStyle = LineStyle.None;
        x.MajorStep = XStep;
        var y = ChartStyle.Numbers(AxisPosition.Left, YTitle, YFormat);
        (y.Minimum, y.MinimumPadding, y.MaximumPadding) = (0, 0, 0.12);
        plot.Axes.Add(x);
        plot.Axes.Add(y);
        var series = new RectangleBarSeries { FillColor = ChartInk.Series(0), StrokeThickness = 0, StrokeColor = OxyColors.Transparent };
        foreach (var (from, to, value, label) in columns)
        {
            var gap = (to - from) * Gap;
            series.Items.Add(new RectangleBarItem(from + gap, 0, to - gap, value));
            plot.Annotations.Add(new TextAnnotation
            {
                Text = label,
                TextPosition = new DataPoint((from + to) / 2, value),
                TextHorizontalAlignment = HorizontalAlignment.Center,
                TextVerticalAlignment = VerticalAlignment.Bottom,
                TextColor = ChartInk.Text,
                FontSize = ChartStyle.FontSize - 1,
                Offset = new ScreenVector(0, LabelOffset),
                StrokeThickness = 0,
                Stroke = OxyColors.Transparent,
                Layer = AnnotationLayer.AboveSeries,
            });
        }

        plot.Series.Add(series);
        return new Chart(Title, Description, ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, ChartStyle.Height), figures);
    }
}

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
            var series = new BarSeries
            {
                Title = ChartText.Label(parts[part]),
                IsStacked = true,
                FillColor = ChartInk.Series(part),
                StrokeThickness = 0,
                StrokeColor = OxyColors.Transparent
            };
            series.Items.AddRange(bars.Select(bar => new BarItem(bar.Values[part])));
            plot.Series.Add(series);
        }

        var height = Math.Max(150, (bars.Count * RowHeight) + Around);
        return new Chart(
            Title,
            Description,
            ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, height),
            new FigureTable([NameTitle, .. parts],
                [.. bars.Select(bar => (string[])[bar.Name, .. bar.Values.Select(value => Readable.Count((long)value))])]));
    }
}
