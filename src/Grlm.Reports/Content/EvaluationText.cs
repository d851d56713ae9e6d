namespace Grlm.Reports.Internal;

/// <summary>Names of metrics, sources and protocols as people read them; what is not known here is shown by its own name.</summary>
public static class EvaluationText
{
    /// <summary>Holds the metric that evaluations are ordered by.</summary>
    public const string Main = "recall@10";

    /// <summary>Gets the metrics of the headline table, in its order.</summary>
    public static IReadOnlyList<string> Headline { get; } =
        ["recall@5", Main, "recall@20", "ndcg@5", "ndcg@10", "mrr@10", "validRate@10", "directHitRate@10"];

    /// <summary>Returns <c>ndcg@10</c> as <c>NDCG@10</c>.</summary>
    public static string MetricName(string metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var (kind, cutoff) = metric.Split('@') is [var first, var second] ? (first, $"@{second}") : (metric, "");
        return kind switch
        {
            "ndcg" => "NDCG",
            "mrr" => "MRR",
            "validRate" => "Valid",
            "directHitRate" => "Direct",
            _ => Readable.Words(kind),
        }
        + cutoff;
    }

    /// <summary>Returns <c>ranker</c> as <c>Ranker</c>.</summary>
    public static string SourceName(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source switch
        {
            "bm25" => "BM25 over terms",
            "popular" => "Popularity",
            "cooccurrence" => "Co-occurrence",
            "sasrec" => "SASRec",
            "" => "–",
            _ => Readable.Words(source),
        };
    }

    /// <summary>Returns what ranked in a run, and what about it is not as usual: <c>Generator, free, 500 users</c>.</summary>
    public static string RunName(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return string.Join(", ", (IEnumerable<string>)
        [
            SourceName(report.Source),
            .. report.Particulars,
            .. report.DrawnFrom is null ? [] : (string[])[$"{Readable.Count(report.Users)} users"],
        ]);
    }

    /// <summary>
    /// Returns how an item came into a list: <c>structural</c> as <c>structural mapping</c>; empty for the ranker, which all its items come
    /// from.
    /// </summary>
    public static string GroundingName(string source) => source switch
    {
        "direct" => "direct mapping: its term ID was generated",
        "structural" => "structural mapping: its term ID is like one that was generated",
        "ranker" => "",
        "popular" => "fills the list by popularity",
        _ => source,
    };

    /// <summary>Returns <c>historyLength</c> as <c>History length</c>.</summary>
    public static string TraitName(string trait) => trait switch
    {
        "historyLength" => "Length of the history",
        "targetPopularity" => "Training interactions of the target",
        "domain" => "Domain of the target",
        _ => Readable.Words(trait),
    };

    /// <summary>Returns what a protocol does.</summary>
    public static string Protocol(string protocol) => protocol switch
    {
        "paper" => "The last 20 interactions less the target are known; nothing is filtered.",
        "filtered" => "Everything before the target is known; what is in the history is not recommended again.",
        "temporal" => "One moment splits the data for all users: what came before it is known.",
        _ => "",
    };
}
