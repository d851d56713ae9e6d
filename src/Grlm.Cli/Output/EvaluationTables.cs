using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Metrics of several evaluations beside each other.</summary>
internal static class EvaluationTables
{
    private static IReadOnlyList<(string Header, string Metric)> Compared { get; } =
    [
        ("Recall@5", "recall@5"), ("@10", "recall@10"), ("NDCG@5", "ndcg@5"), ("@10", "ndcg@10"), ("Valid@10", "validRate@10"),
        ("Direct@10", "directHitRate@10"),
    ];

    /// <summary>Draws two runs beside each other: a row a metric.</summary>
    public static IRenderable Of(RunComparison comparison)
    {
        var table = ReportTables.Plain("", "This", "Other", "Difference", "95 % interval", "p");
        foreach (var (name, difference) in comparison.Metrics)
        {
            var parts = name.Split('@');
            table.AddRow(
                Printed.Line($"{EvaluationReport.TitleOf(parts[0])}@{parts[1]}"),
                Printed.Line(Readable.Share(difference.Value)),
                Printed.Line(Readable.Share(difference.Other)),
                Printed.Line(Readable.SignedShare(difference.Difference), Styles.Strong),
                Printed.Line($"{Readable.SignedShare(difference.Interval[0])} to {Readable.SignedShare(difference.Interval[1])}",
                    Styles.Muted),
                Printed.Line(difference.PValue < 0.001 ? "<.001" : difference.PValue.ToString(".000")));
        }

        return new Rows(Printed.Line($"Against {comparison.Other}, the same {Readable.Count(comparison.Users)} users", Styles.Strong),
            table);
    }

    /// <summary>Draws several evaluations, a row each, and a table for each kind of target.</summary>
    public static IRenderable Compare(IEnumerable<EvaluationReport> reports)
        => new Rows(reports.GroupBy(report => report.Targets, StringComparer.Ordinal).Select(group =>
            new Rows([Printed.Line(group.Key, Styles.Strong), CompareOnEqualTargets(group),
                .. group.Select(report => report.HiddenTargetsNote).OfType<string>().Take(1).Select(note => Printed.Line(note))])));

    private static Table CompareOnEqualTargets(IEnumerable<EvaluationReport> reports)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["Source", "Protocol", .. Compared.Select(column => column.Header)])
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).NoWrap().PadLeft(0));
        }

        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        foreach (var report in reports)
        {
            table.AddRow([
                Printed.Line(report.Ranking),
                Printed.Line(report.Protocol),
                .. Compared.Select(
                    column => Printed.Line(Readable.Share(report.Metrics.TryGetValue(column.Metric, out var value) ? value : null)))]);
        }

        return table;
    }
}
