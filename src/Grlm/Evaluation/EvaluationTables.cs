namespace Grlm;

/// <summary>Lays out the metrics of an evaluation, and those of its users apart.</summary>
internal static class EvaluationTables
{
    // With one target it is the recall, and told in JSON for those who look for its name.
    private const string SameAsRecall = "hitRate";

    /// <summary>
    /// Share of hidden targets from which on another protocol is worth a try: as large as a typical interval of Recall@10.
    /// </summary>
    private const double HiddenThatMatters = 0.01;

    private static readonly string[] _groupMetrics = ["recall@5", "recall@10", "ndcg@5", "ndcg@10"];

    private static readonly (string Trait, string Header)[] _traits =
        [("domain", "Domain of the target"), ("historyLength", "Interactions before"), ("targetPopularity", "Target in training")];

    /// <summary>Lays them out: a table of metrics, and one for each trait that tells users apart.</summary>
    public static IReadOnlyList<ReportTable> Of(EvaluationReport report) =>
    [
        Metrics(report) with { Note = HiddenTargets(report) },
        .. _traits.Where(trait => report.Breakdown.TryGetValue(trait.Trait, out var groups) && groups.Count > 1)
            .Select(trait => Groups(trait.Header, report.Breakdown[trait.Trait])),
    ];

    /// <summary>Says what the protocol can't predict, with the way out where it matters; null where it can predict all.</summary>
    public static string? HiddenTargets(EvaluationReport report)
    {
        if (report.HiddenTargets == 0)
        {
            return null;
        }

        var share = (double)report.HiddenTargets / report.Users;
        var remedy = share < HiddenThatMatters ? ""
            : report.Protocol == "temporal" ? " Read the figures with that in mind."
            : " Where people buy things again, evaluate with protocol paper.";
        return $"Targets that the protocol hides, being in " +
            $"the history: {Readable.Count(report.HiddenTargets)} of {Readable.Count(report.Users)} ({share:P1}).{remedy}";
    }

    /// <summary>Returns a row a metric, a column a cut-off, and the interval of the widest-read one.</summary>
    private static ReportTable Metrics(EvaluationReport report)
    {
        var names = report.Metrics.Keys.Select(name => name.Split('@')).Where(parts => parts is [not SameAsRecall, _]).ToList();
        var cutOffs = names.Select(parts => parts[1]).Distinct(StringComparer.Ordinal).OrderBy(int.Parse).ToList();
        return new ReportTable(
            $"{report.Targets}: {report.Ranking}, protocol {report.Protocol}",
            ["", .. cutOffs.Select(cutOff => $"@{cutOff}"), "95 % interval @10"],
            [
                .. names.Select(parts => parts[0]).Distinct(StringComparer.Ordinal).Select(metric => (IReadOnlyList<string>)
                [
                    EvaluationReport.TitleOf(metric),
                    .. cutOffs.Select(
                        cutOff => report.Metrics.TryGetValue($"{metric}@{cutOff}", out var value) ? Figure(metric, value) : ""),
                    Interval(report.Intervals, $"{metric}@10"),
                ]),
            ]);
    }

    private static ReportTable Groups(string header, IReadOnlyList<EvaluationGroup> groups) => new(
        "",
        [header, "Users", "Recall@5", "@10", "NDCG@5", "@10", "Recall@10, 95 %"],
        [
            .. groups.Select(group => (IReadOnlyList<string>)
            [
                group.Group,
                Readable.Count(group.Users),
                .. _groupMetrics.Select(metric => Readable.Share(group.Metrics.TryGetValue(metric, out var value) ? value : null)),
                Interval(group.Intervals, "recall@10"),
            ]),
        ]);

    private static string Interval(IReadOnlyDictionary<string, IReadOnlyList<double>> intervals, string name)
        => intervals.TryGetValue(name, out var interval) ? $"{Readable.Share(interval[0])} to {Readable.Share(interval[1])}" : "";

    private static string Figure(string metric, double value) => metric == "novelty" ? value.ToString("0.00") : Readable.Share(value);
}
