using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Grlm.Reports;

/// <summary>Lines over a number: training curves, frequencies by rank.</summary>
internal sealed record LineChart(string Id, string Title, string Description, string XTitle, string YTitle)
{
    private const int MostPoints = 240, MostRows = 40;

    private static readonly LineStyle[] _dashes = [LineStyle.Solid, LineStyle.Dash, LineStyle.DashDot, LineStyle.Dot, LineStyle.LongDash,
        LineStyle.DashDashDot];

    /// <summary>Tells whether both axes are of powers of ten.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>Gets where a vertical line stands; null for none.</summary>
    public double? Mark { get; init; }

    /// <summary>Gets how values are written in the table.</summary>
    public Func<double, string> Format { get; init; } = value => $"{value:0.###}";

    /// <summary>Gets how values are written on the vertical axis.</summary>
    public Func<double, string> YFormat { get; init; } = value => $"{value:0.####}";

    /// <summary>Draws lines.</summary>
    /// <param name="lines">The lines by name, each in order of its first coordinates.</param>
    public Chart Draw(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines)
    {
        var plot = lines.Count > 1 ? ChartStyle.PlotWithLegend() : ChartStyle.Plot();
        plot.Axes.Add(Logarithmic
            ? ChartStyle.Powers(AxisPosition.Bottom, XTitle) : ChartStyle.Numbers(AxisPosition.Bottom, XTitle, ChartStyle.Count));
        plot.Axes.Add(Logarithmic ? ChartStyle.Powers(AxisPosition.Left, YTitle) : ChartStyle.Numbers(AxisPosition.Left, YTitle, YFormat));
        for (var number = 0; number < lines.Count; number++)
        {
            plot.Series.Add(Line(lines[number].Name, Thinned(lines[number].Points), number));
        }

        if (Mark is { } mark)
        {
            plot.Annotations.Add(new LineAnnotation
            {
                Type = LineAnnotationType.Vertical,
                X = mark,
                Color = ChartInk.Text,
                LineStyle = LineStyle.Dot,
                StrokeThickness = 1,
            });
        }

        return new Chart(Title, Description, ChartPicture.Of(plot, Id, Title, Description, ChartStyle.Width, ChartStyle.Height),
            Table(lines));
    }

    private static LineSeries Line(string name, (double X, double Y)[] points, int number)
    {
        var line = new LineSeries
        {
            Title = ChartText.Label(name),
            Color = ChartInk.Series(number),
            StrokeThickness = 2,
            // Colours come again after six lines: not with the same dashes.
            LineStyle = _dashes[(number + (number / ChartInk.SeriesCount)) % _dashes.Length],
            MarkerType = points.Length < MostRows ? MarkerType.Circle : MarkerType.None,
            MarkerSize = 2.5,
            MarkerFill = ChartInk.Series(number),
        };
        line.Points.AddRange(points.Select(point => new DataPoint(point.X, point.Y)));
        return line;
    }

    // A long run is drawn by the means of equal pieces: more points than columns of pixels would make a large file and a thick smear.
    private static (double X, double Y)[] Thinned(IReadOnlyList<(double X, double Y)> points)
        => points.Count <= MostPoints
            ? [.. points]
            : [.. points.Chunk((points.Count + MostPoints - 1) / MostPoints)
                .Select(piece => (piece.Average(point => point.X), piece.Average(point => point.Y)))];

    private FigureTable Table(IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines)
    {
        double[] places = [.. lines.SelectMany(line => line.Points.Select(point => point.X)).Distinct().Order()];
        var step = (places.Length + MostRows - 1) / MostRows;
        return new FigureTable(
            [XTitle, .. lines.Select(line => line.Name)],
            [.. places
                .Where((_, place) => step <= 1 || place % step == 0 || place == places.Length - 1)
                .Select(x => (string[])[ChartStyle.Count(x), .. lines.Select(line => ValueAt(line.Points, x))])]);
    }

    private string ValueAt(IReadOnlyList<(double X, double Y)> points, double x)
        => points.Where(point => point.X.Equals(x)).Select(point => Format(point.Y)).FirstOrDefault() ?? "";
}
