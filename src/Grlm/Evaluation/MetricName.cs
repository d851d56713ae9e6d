using System.Globalization;

namespace Grlm.Internal;

/// <summary>
/// Describes a metric and the length of list it looks at, as reports name it: <c>recall@10</c>. The one place where such names are written
/// and read.
/// </summary>
/// <param name="Kind">What is measured.</param>
/// <param name="Cutoff">Places looked at, at least 1.</param>
public readonly record struct MetricName(MetricKind Kind, int Cutoff)
{
    private static readonly (MetricKind Kind, string Text)[] _kinds =
    [
        (MetricKind.Recall, "recall"),
        (MetricKind.Ndcg, "ndcg"),
        (MetricKind.Mrr, "mrr"),
        (MetricKind.HitRate, "hitRate"),
        (MetricKind.ValidRate, "validRate"),
        (MetricKind.DirectHitRate, "directHitRate"),
    ];

    /// <summary>Gets what is reported of every ranking.</summary>
    public static IReadOnlyList<MetricName> OfRanking { get; }
        = [.. AtEachCutoff(MetricKind.Recall), .. AtEachCutoff(MetricKind.Ndcg), .. AtEachCutoff(MetricKind.Mrr),
            .. AtEachCutoff(MetricKind.HitRate)];

    /// <summary>Gets what is reported besides of rankings that come from generated term IDs.</summary>
    public static IReadOnlyList<MetricName> OfGeneration { get; } = [.. AtEachCutoff(MetricKind.ValidRate),
        .. AtEachCutoff(MetricKind.DirectHitRate)];

    /// <summary>Reads a name such as <c>ndcg@10</c>; case and underscores don't matter: <c>hit_rate@5</c>.</summary>
    /// <exception cref="InvalidOptionsException">There is no such metric.</exception>
    public static MetricName Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var parts = name.Split('@');
        var text = parts[0].Replace("_", string.Empty, StringComparison.Ordinal);
        foreach (var (kind, kindText) in _kinds)
        {
            if (parts.Length == 2 && kindText.Equals(text, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var cutoff) && cutoff > 0)
            {
                return new MetricName(kind, cutoff);
            }
        }

        throw new InvalidOptionsException(
            $"There is no metric '{name}'. Metrics are {string.Join(", ", _kinds.Select(kind => kind.Text))}, with a length " +
                $"such as '@10'.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Array.Find(_kinds, IsThis).Text}@{Cutoff}";

    private static IEnumerable<MetricName> AtEachCutoff(MetricKind kind)
        => ((int[])[1, 5, 10, 20]).Select(cutoff => new MetricName(kind, cutoff));

    private bool IsThis((MetricKind Kind, string Text) kind) => kind.Kind == Kind;
}

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
