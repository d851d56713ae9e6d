using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Metrics as tables.</summary>
internal static class EvaluationTables
{
    private static IReadOnlyList<(string Header, string Metric)> Compared { get; } =
    [
        ("Recall@5", "recall@5"), ("@10", "recall@10"), ("NDCG@5", "ndcg@5"), ("@10", "ndcg@10"), ("Valid@10", "validRate@10"), ("Direct@10", "directHitRate@10"),
    ];

    /// <summary>One evaluation: a row a metric, a column a cut-off, and the interval of the widest-read one.</summary>
    public static IRenderable Of(EvaluationReport report)
    {
        var names = report.Metrics.Keys.Select(name => name.Split('@')).Where(parts => parts.Length == 2).ToList();
        var cutOffs = names.Select(parts => parts[1]).Distinct(StringComparer.Ordinal).OrderBy(int.Parse).ToList();
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(""));
        foreach (var cutOff in cutOffs)
        {
            table.AddColumn(new TableColumn(new Text($"@{cutOff}", Styles.Strong)).RightAligned());
        }

        table.AddColumn(new TableColumn(new Text("95 % interval @10", Styles.Muted)).RightAligned());
        foreach (var metric in names.Select(parts => parts[0]).Distinct(StringComparer.Ordinal))
        {
            table.AddRow([
                new Text(Title(metric)),
                .. cutOffs.Select(cutOff => new Text(report.Metrics.TryGetValue($"{metric}@{cutOff}", out var value) ? Readable.Share(value) : "")),
                new Text(Interval(report, $"{metric}@10"), Styles.Muted)]);
        }

        var heading = $"{Targets(report)}: {report.Source}, protocol {report.Protocol}";
        return new Rows(new Text(heading, Styles.Strong), table);
    }

    /// <summary>Several evaluations, a row each; a table for each kind of target.</summary>
    public static IRenderable Compare(IEnumerable<EvaluationReport> reports)
        => new Rows(reports.GroupBy(report => Targets(report), StringComparer.Ordinal).Select(group =>
            new Rows(new Text(group.Key, Styles.Strong), CompareOnEqualTargets(group))));

    private static Table CompareOnEqualTargets(IEnumerable<EvaluationReport> reports)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["Source", "Protocol", .. Compared.Select(column => column.Header)])
        {
            table.AddColumn(new TableColumn(new Text(header, Styles.Strong)).NoWrap().PadLeft(0));
        }

        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        foreach (var report in reports)
        {
            table.AddRow([
                new Text(report.Source),
                new Text(report.Protocol),
                .. Compared.Select(column => new Text(Readable.Share(report.Metrics.TryGetValue(column.Metric, out var value) ? value : null)))]);
        }

        return table;
    }

    private static string Targets(EvaluationReport report) => $"{Title(report.Part)} targets of {Readable.Count(report.Users)} users";

    private static string Interval(EvaluationReport report, string name)
        => report.Intervals.TryGetValue(name, out var interval) ? $"{Readable.Share(interval[0])} to {Readable.Share(interval[1])}" : "";

    private static string Title(string metric) => metric switch
    {
        "ndcg" => "NDCG",
        "mrr" => "MRR",
        _ => Readable.Words(metric),
    };
}
