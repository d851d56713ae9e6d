using System.Xml.Linq;

namespace Grlm.Reports.Tests;

public sealed class ChartTests
{
    [Fact]
    public void EveryChart_IsAWholePicture_InThePagesColours_WithTitleAndDescription()
        => Assert.All(All("name"), chart =>
        {
            var svg = XDocument.Parse(chart.Svg).Root!;
            Assert.Equal("svg", svg.Name.LocalName);
            Assert.Equal(chart.Title, svg.Element("title")!.Value);
            Assert.Equal(chart.Description, svg.Element("desc")!.Value);
            Assert.DoesNotContain("rgb(", chart.Svg, StringComparison.Ordinal);
            Assert.DoesNotContain("black", chart.Svg, StringComparison.Ordinal);
            Assert.Contains("var(--series-0)", chart.Svg, StringComparison.Ordinal);
            Assert.All(chart.Figures.Rows, row => Assert.Equal(chart.Figures.Headers.Count, row.Count));
        });

    [Fact]
    public void EveryChart_TakesHostileLabels()
        => Assert.All(Hostile.Titles,
            title => Assert.All(All(title), chart => Assert.DoesNotContain("<script", chart.Svg, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void EveryChart_IsTheSameTwice() => Assert.Equal(All("name").Select(chart => chart.Svg), All("name").Select(chart => chart.Svg));

    [Fact]
    public void LineChart_ThinsALongCurve_AndKeepsItsEnds()
    {
        var chart = new LineChart("id", "Loss", "Loss by step.",
            "Step", "Loss").Draw([("loss", [.. Enumerable.Range(1, 100_000).Select(step => ((double)step, 1.0 / step))])]);
        Assert.InRange(chart.Svg.Length, 1_000, 20_000);
        Assert.InRange(chart.Figures.Rows.Count, 40, 42);
        Assert.Equal(["1", "1"], chart.Figures.Rows[0]);
        Assert.Equal("100,000", chart.Figures.Rows[^1][0]);
    }

    [Fact]
    public void IntervalChart_TellsEstimatesInItsTable()
    {
        var chart = Intervals("Ranker");
        Assert.Equal(["Ranker", ".4000 (.3500–.4500)", ".2000"], chart.Figures.Rows[0]);
        Assert.Equal(["Other", "–", ".1000"], chart.Figures.Rows[1]);
    }

    private static IEnumerable<Chart> All(string name) =>
    [
        new LineChart("line", "Lines", "Two lines.",
            "x", "y") { Mark = 1 }.Draw([(name, [(0, 1), (1, 2), (2, 4)]), ("b", [(0, 2), (2, 3)])]),
        new LineChart("log", "Ranks", "A line on logarithmic axes.",
            "x", "y") { Logarithmic = true }.Draw([(name, [(1, 1000), (10, 100), (100, 1)])]),
        new ColumnChart("column", "Columns", "Two columns.", "x", "y").Draw([(0, 1, 5, "5"), (1, 2, 3, "3")],
            new FigureTable(["x", "y"], [["0", "5"], ["1", "3"]])),
        new StackedBarChart("bar", "Bars", "Two bars of two parts.", "name", "value").Draw(["first", "second"],
            [(name, [1, 2]), ("b", [3, 0])]),
        Intervals(name),
    ];

    private static Chart Intervals(string name)
        => new IntervalChart("interval", "Intervals", "Points with intervals.", "name", "value").Draw(
        [name, "Other"],
        [("first", [new Estimate(0.4, 0.35, 0.45), null]), ("second", [new Estimate(0.2, null, null), new Estimate(0.1, 0.1, 0.1)])]);
}
