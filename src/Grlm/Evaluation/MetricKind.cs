namespace Grlm.Internal;

/// <summary>Says what a metric measures: see <see cref="RankingMetrics"/> for the formulas.</summary>
public enum MetricKind
{
    /// <summary>Share of users whose target is in the list: <c>recall@10</c>.</summary>
    Recall,

    /// <summary>Normalised discounted cumulative gain: <c>ndcg@10</c>.</summary>
    Ndcg,

    /// <summary>Mean reciprocal rank: <c>mrr@10</c>.</summary>
    Mrr,

    /// <summary>Share of users with a hit; with one target the same as recall: <c>hitRate@10</c>.</summary>
    HitRate,

    /// <summary>Share of the generated term IDs that the library has: <c>validRate@10</c>.</summary>
    ValidRate,

    /// <summary>Share of the returned items that came by direct mapping: <c>directHitRate@10</c>.</summary>
    DirectHitRate,
}
