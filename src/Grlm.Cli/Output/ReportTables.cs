using Grlm.Reports;
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

/// <summary>Draws the report page as a table.</summary>
internal static class PageTables
{
    /// <summary>Draws where the page is, and what is on it.</summary>
    public static IRenderable Of(ReportResult report) => ReportTables.Figures(
        report.Path,
        report.Sections.Select(section => (section.Title, section.Command is { } command ? $"not yet: {command}" : "yes")));
}

/// <summary>Draws the figures of a benchmark as tables.</summary>
internal static class BenchTables
{
    private const double Mebibyte = 1024 * 1024;

    /// <summary>Names and values.</summary>
    public static IRenderable Of(BenchReport report) => ReportTables.Figures(
        $"{report.Source}, {Readable.Count(report.Items)} items, histories of {report.HistoryLength}, {report.Beams} beams",
        [
            ("Models loaded in", $"{report.LoadMilliseconds:0} ms"),
            ("One request, median", Milliseconds(report.OneRequest.Median)),
            ("90 % within", Milliseconds(report.OneRequest.P90)),
            ("99 % within", Milliseconds(report.OneRequest.P99)),
            ("Longest", Milliseconds(report.OneRequest.Longest)),
            ($"Users a second, {report.Threads} threads", Rate(report.UsersPerSecond)),
            ("Direct mappings a second", Rate(report.DirectPerSecond)),
            ("Structural mappings a second", Rate(report.StructuralPerSecond)),
            ("Memory of the models", Mebibytes(report.ModelBytes)),
            ("Allocated by a request", $"{report.AllocatedBytesPerRequest / 1024.0:0.0} KiB"),
            ("Memory more than before", Mebibytes(report.HeapGrowthBytes)),
            ("Largest working set", Mebibytes(report.PeakBytes)),
        ]);

    private static string Milliseconds(double time) => $"{time:0.00} ms";

    private static string Rate(double rate) => rate.ToString("#,0");

    private static string Mebibytes(long bytes) => $"{bytes / Mebibyte:0.0} MiB";
}

/// <summary>Draws two term libraries as a table.</summary>
internal static class ComparisonTables
{
    /// <summary>Returns a row a figure, a column a library.</summary>
    public static IRenderable Of(TermsComparison comparison)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["", comparison.First.Name, comparison.Second.Name])
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).PadLeft(0));
        }

        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var (name, value) in Figures())
        {
            table.AddRow(Printed.Line(name, Styles.Muted), Printed.Line(value(comparison.First)), Printed.Line(value(comparison.Second)));
        }

        var same = $"{Readable.Count(comparison.SameTermId)} of {Readable.Count(comparison.Items)} items have the same term ID, "
            + $"{comparison.CommonTerms:F2} terms of an item are in both; {Readable.Count(comparison.CommonVocabulary)} terms " +
            $"occur in both.";
        return new Rows(table, Printed.Line(same));
    }

    private static IEnumerable<(string Name, Func<TermsComparisonSide, string> Value)> Figures() =>
    [
        ("Terms of a term ID", side => $"{side.Length}"),
        ("With a valid term ID", side => Readable.Count(side.Valid)),
        ("Sharing one with another", side => Readable.Count(side.CollidingItems)),
        ("… though their metadata differ", side => Readable.Count(side.CollidingItemsWithDifferentMetadata)),
        ("Distinct terms", side => Readable.Count(side.UniqueTerms)),
        ("… that one item alone has", side => Readable.Count(side.SingletonTerms)),
        ("Shared with a near item", side => side.SharedTermsWithNeighbors is { } shared ? $"{shared:F2}" : "–"),
        ("That no near item has", side => side.DistinguishingTerms is { } own ? $"{own:F2}" : "–"),
        ("Version", side => side.LibraryVersion),
    ];
}
