using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Metrics as tables.</summary>
internal static class EvaluationTables
{
    // With one target it is the recall, and told in JSON for those who look for its name.
    private const string SameAsRecall = "hitRate";

    /// <summary>Share of hidden targets from which on another protocol is worth a try: as large as a typical interval of Recall@10.</summary>
    private const double HiddenThatMatters = 0.01;

    private static IReadOnlyList<(string Header, string Metric)> Compared { get; } =
    [
        ("Recall@5", "recall@5"), ("@10", "recall@10"), ("NDCG@5", "ndcg@5"), ("@10", "ndcg@10"), ("Valid@10", "validRate@10"), ("Direct@10", "directHitRate@10"),
    ];

    private static IReadOnlyList<(string Trait, string Header)> Traits { get; } =
        [("domain", "Domain of the target"), ("historyLength", "Interactions before"), ("targetPopularity", "Target in training")];

    /// <summary>One evaluation: its metrics, and those of its users apart.</summary>
    public static IRenderable Of(EvaluationReport report)
    {
        var heading = $"{Targets(report)}: {report.Ranking}, protocol {report.Protocol}";
        return new Rows([
            Printed.Line(heading, Styles.Strong),
            Metrics(report),
            .. Hidden(report),
            .. Traits.Where(trait => report.Breakdown.TryGetValue(trait.Trait, out var groups) && groups.Count > 1)
                .Select(trait => Groups(trait.Header, report.Breakdown[trait.Trait]))]);
    }

    /// <summary>Two runs beside each other: a row a metric.</summary>
    public static IRenderable Of(RunComparison comparison)
    {
        var table = Plain("", "This", "Other", "Difference", "95 % interval", "p");
        foreach (var (name, difference) in comparison.Metrics)
        {
            var parts = name.Split('@');
            table.AddRow(
                Printed.Line($"{Title(parts[0])}@{parts[1]}"),
                Printed.Line(Readable.Share(difference.Value)),
                Printed.Line(Readable.Share(difference.Other)),
                Printed.Line(Readable.SignedShare(difference.Difference), Styles.Strong),
                Printed.Line($"{Readable.SignedShare(difference.Interval[0])} to {Readable.SignedShare(difference.Interval[1])}", Styles.Muted),
                Printed.Line(difference.PValue < 0.001 ? "<.001" : difference.PValue.ToString(".000")));
        }

        return new Rows(Printed.Line($"Against {comparison.Other}, the same {Readable.Count(comparison.Users)} users", Styles.Strong), table);
    }

    /// <summary>Several evaluations, a row each; a table for each kind of target.</summary>
    public static IRenderable Compare(IEnumerable<EvaluationReport> reports)
        => new Rows(reports.GroupBy(report => Targets(report), StringComparer.Ordinal).Select(group =>
            new Rows([Printed.Line(group.Key, Styles.Strong), CompareOnEqualTargets(group), .. group.SelectMany(Hidden).Take(1)])));

    /// <summary>A row a metric, a column a cut-off, and the interval of the widest-read one.</summary>
    private static Table Metrics(EvaluationReport report)
    {
        var names = report.Metrics.Keys.Select(name => name.Split('@')).Where(parts => parts is [not SameAsRecall, _]).ToList();
        var cutOffs = names.Select(parts => parts[1]).Distinct(StringComparer.Ordinal).OrderBy(int.Parse).ToList();
        var table = Plain(["", .. cutOffs.Select(cutOff => $"@{cutOff}"), "95 % interval @10"]);
        foreach (var metric in names.Select(parts => parts[0]).Distinct(StringComparer.Ordinal))
        {
            table.AddRow([
                Printed.Line(Title(metric)),
                .. cutOffs.Select(cutOff => Printed.Line(report.Metrics.TryGetValue($"{metric}@{cutOff}", out var value) ? Figure(metric, value) : "")),
                Printed.Line(Interval(report.Intervals, $"{metric}@10"), Styles.Muted)]);
        }

        return table;
    }

    private static Table Groups(string header, IReadOnlyList<EvaluationGroup> groups)
    {
        var table = Plain(header, "Users", "Recall@5", "@10", "NDCG@5", "@10", "Recall@10, 95 %");
        foreach (var group in groups)
        {
            table.AddRow([
                Printed.Line(group.Group),
                Printed.Line(Readable.Count(group.Users)),
                .. Compared.Take(4).Select(column => Printed.Line(Readable.Share(group.Metrics.TryGetValue(column.Metric, out var value) ? value : null))),
                Printed.Line(Interval(group.Intervals, "recall@10"), Styles.Muted)]);
        }

        return table;
    }

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
                .. Compared.Select(column => Printed.Line(Readable.Share(report.Metrics.TryGetValue(column.Metric, out var value) ? value : null)))]);
        }

        return table;
    }

    /// <summary>A table whose first column holds names, and all others numbers.</summary>
    private static Table Plain(params IReadOnlyList<string> headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (place, header) in headers.Index())
        {
            var column = new TableColumn(Printed.Line(header, place == headers.Count - 1 ? Styles.Muted : Styles.Strong)).NoWrap().PadLeft(0);
            table.AddColumn(place == 0 ? column : column.RightAligned());
        }

        return table;
    }

    private static string Targets(EvaluationReport report)
        => $"{Title(report.Part)} targets of {Readable.Count(report.Users)} users{(report.DrawnFrom is { } all ? $", drawn from {Readable.Count(all)}" : "")}";

    /// <summary>What the protocol can't predict, where there is any; with the way out where it matters.</summary>
    private static IEnumerable<IRenderable> Hidden(EvaluationReport report)
    {
        if (report.HiddenTargets > 0)
        {
            var share = (double)report.HiddenTargets / report.Users;
            var remedy = share < HiddenThatMatters ? "" : report.Protocol == "temporal"
                ? " Read the figures with that in mind."
                : " Where people buy things again, evaluate with --protocol paper.";
            yield return Printed.Line(
                $"Targets that the protocol hides, being in the history: {Readable.Count(report.HiddenTargets)} of {Readable.Count(report.Users)} ({share:P1})." + remedy);
        }
    }

    private static string Interval(IReadOnlyDictionary<string, IReadOnlyList<double>> intervals, string name)
        => intervals.TryGetValue(name, out var interval) ? $"{Readable.Share(interval[0])} to {Readable.Share(interval[1])}" : "";

    private static string Figure(string metric, double value) => metric == "novelty" ? value.ToString("0.00") : Readable.Share(value);

    private static string Title(string metric) => metric switch
    {
        "ndcg" => "NDCG",
        "mrr" => "MRR",
        "novelty" => "Novelty, bits",
        _ => Readable.Words(metric),
    };
}
