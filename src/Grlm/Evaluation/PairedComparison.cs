namespace Grlm.Internal;

/// <summary>
/// Compares two runs user by user, from their predictions. The randomisation test asks how often a difference as large comes about where it
/// is left to a coin, user by user, which run is which (Smucker, Allan and Carterette, CIKM 2007); the interval is that of
/// <see cref="Bootstrap"/>.
/// </summary>
public static class PairedComparison
{
    private const int Permutations = 10_000;
    private const int BitsOfDraw = 64;

    private static readonly MetricName[] _metrics =
        [.. MetricName.OfRanking.Where(metric => metric.Kind is MetricKind.Recall or MetricKind.Ndcg or MetricKind.Mrr)];

    /// <summary>Compares two runs user by user.</summary>
    /// <param name="ranks">The places of the targets in one run; 0 where a target is not in its list.</param>
    /// <param name="others">Those of the same users in the other.</param>
    /// <param name="seed">The same seed gives the same figures.</param>
    public static IReadOnlyDictionary<string, PairedDifference> Of(IReadOnlyList<int> ranks, IReadOnlyList<int> others, int seed)
    {
        var differences = new MetricRows(_metrics.Length);
        var (own, other) = (new double[_metrics.Length], new double[_metrics.Length]);
        var row = new double[_metrics.Length];
        for (var user = 0; user < ranks.Count; user++)
        {
            for (var column = 0; column < row.Length; column++)
            {
                var (one, two) = (ValueOf(_metrics[column], ranks[user]), ValueOf(_metrics[column], others[user]));
                (own[column], other[column], row[column]) = (own[column] + one, other[column] + two, one - two);
            }

            differences.Add(row);
        }

        var (intervals, pValues, users) = (Bootstrap.Intervals(differences, seed), PValues(differences, seed), Math.Max(1, ranks.Count));
        return new OrderedDictionary<string, PairedDifference>(_metrics.Select((metric, column) => KeyValuePair.Create(
            metric.ToString(),
            new PairedDifference(
                own[column] / users,
                other[column] / users,
                (own[column] - other[column]) / users,
                [intervals[column].Low, intervals[column].High],
                pValues[column]))));
    }

    private static double ValueOf(MetricName metric, int rank) => RankingMetrics.OfRank(metric, rank == 0 ? null : rank);

    private static double[] PValues(MetricRows differences, int seed)
    {
        var users = UsersOfRows(differences);
        var observed = SumsOf(differences, users);
        var asLarge = new int[differences.Width];
        Parallel.For(0, Permutations, permutation =>
        {
            var draws = new Draws(seed, permutation);
            var turned = Array.ConvertAll(users, count => count - (2 * HeadsOf(count, ref draws)));
            var sums = SumsOf(differences, turned);
            for (var column = 0; column < sums.Length; column++)
            {
                // A hair less than the observed one: sums in another order differ in the last digit.
                if (Math.Abs(sums[column]) >= Math.Abs(observed[column]) * (1 - 1e-12))
                {
                    Interlocked.Increment(ref asLarge[column]);
                }
            }
        });
        return Array.ConvertAll(asLarge, count => (count + 1.0) / (Permutations + 1));
    }

    private static long[] UsersOfRows(MetricRows differences)
    {
        var users = new long[differences.Rows.Count];
        foreach (var row in differences.RowOfUser)
        {
            users[row]++;
        }

        // Who is served alike by both runs turns no sign.
        return [.. users.Select((count, row) => Array.TrueForAll(differences.Rows[row], value => value == 0) ? 0 : count)];
    }

    private static double[] SumsOf(MetricRows differences, long[] users)
    {
        var sums = new double[differences.Width];
        for (var row = 0; row < users.Length; row++)
        {
            for (var column = 0; column < sums.Length; column++)
            {
                sums[column] += users[row] * differences.Rows[row][column];
            }
        }

        return sums;
    }

    /// <summary>Returns how many of so many coins show heads.</summary>
    private static long HeadsOf(long coins, ref Draws draws)
    {
        var heads = 0L;
        for (; coins >= BitsOfDraw; coins -= BitsOfDraw)
        {
            heads += long.PopCount((long)draws.Next());
        }

        return coins == 0 ? heads : heads + long.PopCount((long)(draws.Next() >> (int)(BitsOfDraw - coins)));
    }
}
