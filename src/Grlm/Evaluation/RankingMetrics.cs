namespace Grlm;

/// <summary>
/// Computes the metrics of one user who has one target. Averaged over all users they are the reported figures; a target that is not in the
/// list, for whatever reason, counts as a miss.
/// </summary>
internal static class RankingMetrics
{
    /// <summary>
    /// Returns 1 where the target is among the first <paramref name="cutoff"/> places, else 0. With one target also the hit rate.
    /// </summary>
    /// <param name="rank">One-based place of the target; null where it is not in the list.</param>
    /// <param name="cutoff">Places looked at.</param>
    public static double Recall(int? rank, int cutoff) => rank <= cutoff ? 1 : 0;

    /// <summary>
    /// Returns <c>1 / log2(rank + 1)</c> within the first <paramref name="cutoff"/> places, else 0: the ideal gain of one target is 1.
    /// </summary>
    /// <param name="rank">One-based place of the target; null where it is not in the list.</param>
    /// <param name="cutoff">Places looked at.</param>
    public static double Ndcg(int? rank, int cutoff) => rank <= cutoff ? 1 / Math.Log2(rank.Value + 1) : 0;

    /// <summary>Returns <c>1 / rank</c> within the first <paramref name="cutoff"/> places, else 0.</summary>
    /// <param name="rank">One-based place of the target; null where it is not in the list.</param>
    /// <param name="cutoff">Places looked at.</param>
    public static double ReciprocalRank(int? rank, int cutoff) => rank <= cutoff ? 1.0 / rank.Value : 0;

    /// <summary>
    /// Returns the share of the <paramref name="cutoff"/> term IDs asked for that exist in the library; those that were not given count
    /// against it.
    /// </summary>
    /// <param name="isValid">For each generated term ID, most probable first, whether the library has it.</param>
    /// <param name="cutoff">Term IDs looked at.</param>
    public static double ValidRate(IReadOnlyList<bool> isValid, int cutoff)
        => (double)isValid.Take(cutoff).Count(valid => valid) / cutoff;

    /// <summary>
    /// Returns the share of the <paramref name="cutoff"/> items asked for that came by direct mapping; those that were not given count
    /// against it.
    /// </summary>
    /// <param name="items">The recommended items, best first.</param>
    /// <param name="cutoff">Places looked at.</param>
    public static double DirectHitRate(IReadOnlyList<Recommendation> items, int cutoff)
        => (double)items.Take(cutoff).Count(item => item.Source == GroundingSource.Direct) / cutoff;

    /// <summary>Returns the value of a metric for one user.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="prediction">What was recommended to the user.</param>
    public static double Of(MetricName metric, UserPrediction prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        return metric.Kind switch
        {
            MetricKind.ValidRate => ValidRate(prediction.IsValid, metric.Cutoff),
            MetricKind.DirectHitRate => DirectHitRate(prediction.Items, metric.Cutoff),
            _ => OfRank(metric, prediction.Rank),
        };
    }

    /// <summary>Returns the value of a metric of ranking for one user.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="rank">One-based place of the target; null where it is not in the list.</param>
    /// <exception cref="ArgumentOutOfRangeException">The metric needs more than the place.</exception>
    internal static double OfRank(MetricName metric, int? rank) => metric.Kind switch
    {
        MetricKind.Recall or MetricKind.HitRate => Recall(rank, metric.Cutoff),
        MetricKind.Ndcg => Ndcg(rank, metric.Cutoff),
        MetricKind.Mrr => ReciprocalRank(rank, metric.Cutoff),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric of ranking."),
    };
}
