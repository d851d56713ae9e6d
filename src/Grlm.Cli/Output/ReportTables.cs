using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws what the reports of stages say.</summary>
internal static class ReportTables
{
    /// <summary>Draws the tables of a report.</summary>
    public static IRenderable Of(IStageReport report) => new Rows(report.Tabulate().Select(Of));

    /// <summary>Names and values below a heading.</summary>
    public static Rows Figures(string heading, IEnumerable<(string Name, string Value)> figures)
        => Of(ReportTable.OfFigures(heading, figures));

    /// <summary>Returns a table whose first column holds names, and all others numbers.</summary>
    public static Table Plain(params IReadOnlyList<string> headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (place, header) in headers.Index())
        {
            var column = new TableColumn(Printed.Line(header, place == headers.Count - 1 ? Styles.Muted : Styles.Strong))
                .NoWrap().PadLeft(0);
            table.AddColumn(place == 0 ? column : column.RightAligned());
        }

        return table;
    }

    private static Rows Of(ReportTable table) => new([
        .. table.Heading.Length > 0 ? [Printed.Line(table.Heading, Styles.Strong)] : Array.Empty<IRenderable>(),
        table.Columns.Count > 0 ? Numbers(table) : Values(table),
        .. table.Note is { } note ? [Printed.Line(note)] : Array.Empty<IRenderable>()]);

    private static Padder Values(ReportTable table)
    {
        var drawn = new Table().Border(TableBorder.None).HideHeaders().AddColumns(new TableColumn("").PadRight(4),
            new TableColumn("").RightAligned());
        foreach (var row in table.Rows)
        {
            drawn.AddRow(Printed.Line(row[0], Styles.Muted), Printed.Line(row[1]));
        }

        return new Padder(drawn, new Padding(2, 0, 0, 1));
    }

    private static Table Numbers(ReportTable table)
    {
        var drawn = Plain(table.Columns);
        foreach (var row in table.Rows)
        {
            drawn.AddRow(row.Select((text, place) => Printed.Line(text, place == row.Count - 1 ? Styles.Muted : Style.Plain)));
        }

        return drawn;
    }
}
