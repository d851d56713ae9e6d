using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Grlm.Reports;

/// <summary>Points with their intervals, a row a name: which differences are more than chance.</summary>
internal sealed record IntervalChart(string Id, string Title, string Description, string NameTitle, string ValueTitle)
{
    private const double RowHeight = 30, RowHeightOfSeries = 14, Around = 84, Thickness = 0.05;

    private static readonly MarkerType[] _markers = [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>Draws points.</summary>
    /// <param name="names">The rows from the top.</param>
    /// <param name="series">The series by name: for each row its value and interval; null where there is none.</param>
    public Chart Draw(IReadOnlyList<string> names, IReadOnlyList<(string Name, IReadOnlyList<Estimate?> Values)> series)
    {
        var plot = series.Count > 1 ? ChartStyle.PlotWithLegend() : ChartStyle.Plot();
        var rows = ChartStyle.Names(AxisPosition.Left, names);
        rows.MajorGridlineStyle = LineStyle.None;
        plot.Axes.Add(rows);
        var values = ChartStyle.Numbers(AxisPosition.Bottom, ValueTitle, value => $"{value:.00##}");
        (values.MinimumPadding, values.MaximumPadding) = (0.08, 0.08);
        plot.Axes.Add(values);
        for (var number = 0; number < series.Count; number++)
        {
            var offset = series.Count == 1 ? 0 : (((number + 0.5) / series.Count) - 0.5) * 0.8;
            Add(plot, series[number].Name, series[number].Values, number, offset);
        }

        var height = (names.Count * Math.Max(RowHeight, series.Count * RowHeightOfSeries)) + Around;
        return new Chart(Title, Description, ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, height), Table(names, series));
    }

    private static void Add(PlotModel plot, string name, IReadOnlyList<Estimate?> values, int number, double offset)
    {
        var intervals = new RectangleBarSeries
        {
            FillColor = ChartInk.Series(number),
            StrokeThickness = 0,
            StrokeColor = OxyColors.Transparent
        };
        var points = new ScatterSeries
        {
            Title = ChartText.Label(name),
            MarkerType = _markers[number % _markers.Length],
            MarkerSize = 4.5,
            MarkerFill = ChartInk.Series(number),
            MarkerStroke = ChartInk.Ground,
            MarkerStrokeThickness = 1,
        };
        for (var row = 0; row < values.Count; row++)
        {
            if (values[row] is { } estimate)
            {
                points.Points.Add(new ScatterPoint(estimate.Value, row + offset));
                intervals.Items.Add(new RectangleBarItem(estimate.Low ?? estimate.Value, row + offset - Thickness,
                    estimate.High ?? estimate.Value, row + offset + Thickness));
            }
        }

        plot.Series.Add(intervals);
        plot.Series.Add(points);
    }

    private FigureTable Table(IReadOnlyList<string> names, IReadOnlyList<(string Name, IReadOnlyList<Estimate?> Values)> series) => new(
        [NameTitle, .. series.Select(one => one.Name)],
        [.. names.Select((name, row) => (string[])[name, .. series.Select(one => one.Values[row]?.ToString() ?? "–")])]);
}
