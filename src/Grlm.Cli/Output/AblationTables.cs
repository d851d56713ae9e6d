using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws an ablation as tables.</summary>
internal static class AblationTables
{
    private static IReadOnlyList<(string Header, string Metric)> Columns { get; } = [("Recall@10", "recall@10"), ("NDCG@10", "ndcg@10")];

    /// <summary>Writes an ablation as Markdown: a table an evaluation, a row a variant.</summary>
    public static string Markdown(AblationReport report)
    {
        var text = new StringBuilder(
            "# Ablation\n\n95 % bootstrap intervals over users; several seeds: means over them, and the range. Against the base: " +
                "the difference on the users of both, and its interval.\n");
        foreach (var evaluation in Evaluations(report))
        {
            text.Append($"\n## {Heading(evaluation.First())}\n\n| variant | seeds |");
            text.Append(string.Concat(Columns.Select(column => $" {column.Header} | interval | range | against base |")))
                .Append(" command |\n| --- | --- |");
            text.Append(string.Concat(Columns.Select(_ => " --- | --- | --- | --- |"))).Append(" --- |\n");
            foreach (var row in evaluation)
            {
                text.Append($"| {row.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {row.Seeds} |");
                text.Append(string.Concat(Columns.Select(column =>
                    $" {Readable.Share(row.Metrics[column.Metric])} | {Pair(row.Intervals, column.Metric)} |" +
                    $" {Range(row, column.Metric)} | {Difference(row, column.Metric)} |")));
                text.Append($" `{row.Command}` |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Draws an ablation for the terminal.</summary>
    public static IRenderable Of(AblationReport report) => new Rows(Evaluations(report).Select(evaluation =>
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(Printed.Line("Variant", Styles.Strong)));
        foreach (var (header, _) in Columns)
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).RightAligned());
            table.AddColumn(new TableColumn(Printed.Line("against base", Styles.Muted)).RightAligned());
        }

        foreach (var row in evaluation)
        {
            table.AddRow([
                Printed.Line(row.Name),
                .. Columns.SelectMany(column => new[]
                {
                    Printed.Line(Readable.Share(row.Metrics[column.Metric])),
                    Printed.Line(DifferenceInterval(row, column.Metric), Styles.Muted),
                })]);
        }

        return new Rows(Printed.Line(Heading(evaluation.First()), Styles.Strong), table);
    }));

    private static IEnumerable<IGrouping<string, AblationRow>> Evaluations(AblationReport report)
        => report.Rows.GroupBy(Heading, StringComparer.Ordinal);

    private static string Heading(AblationRow row) => $"{Readable.Words(row.Source)}, protocol {row.Protocol}, {row.Part} targets";

    private static string Range(AblationRow row, string metric) => row.Seeds > 1 ? Pair(row.Ranges, metric) : "";

    private static string Difference(AblationRow row, string metric)
        => row.Differences.TryGetValue(metric, out var numbers)
            ? $"{Readable.SignedShare(numbers[0])} ({DifferenceInterval(row, metric)})" : "";

    private static string DifferenceInterval(AblationRow row, string metric)
        => row.Differences.TryGetValue(metric, out var numbers)
            ? $"{Readable.SignedShare(numbers[1])} to {Readable.SignedShare(numbers[2])}" : "";

    private static string Pair(IReadOnlyDictionary<string, IReadOnlyList<double>> pairs, string metric)
        => pairs.TryGetValue(metric, out var pair) ? $"{Readable.Share(pair[0])}–{Readable.Share(pair[1])}" : "";
}
