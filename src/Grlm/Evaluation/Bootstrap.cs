namespace Grlm;

/// <summary>
/// Percentile bootstrap over users: as many users as there are, drawn with replacement, a thousand times; all metrics see the same draws
/// (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
/// </summary>
public static class Bootstrap
{
    /// <summary>How many times the users are drawn anew.</summary>
    public const int Resamples = 1_000;

    private const double Coverage = 0.95;

    /// <summary>The intervals of the means.</summary>
    /// <param name="values">One value a user and metric: <c>[users, metrics]</c>.</param>
    /// <param name="metrics">Number of metrics.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    /// <returns>Low and high end for each metric; 0 where there are no users.</returns>
    public static IReadOnlyList<(double Low, double High)> Intervals(ReadOnlySpan<double> values, int metrics, int seed)
    {
        var users = values.Length / metrics;
        if (users == 0)
        {
            return new (double, double)[metrics];
        }

        var random = new Random(seed);
        var means = new double[metrics][];
        for (var metric = 0; metric < metrics; metric++)
        {
            means[metric] = new double[Resamples];
        }

        var sums = new double[metrics];
        for (var resample = 0; resample < Resamples; resample++)
        {
            SumOfDraws(values, random, sums);
            for (var metric = 0; metric < metrics; metric++)
            {
                means[metric][resample] = sums[metric] / users;
            }
        }

        return [.. means.Select(Interval)];
    }

    private static void SumOfDraws(ReadOnlySpan<double> values, Random random, Span<double> sums)
    {
        sums.Clear();
        var users = values.Length / sums.Length;
        for (var draw = 0; draw < users; draw++)
        {
            var row = values.Slice(random.Next(users) * sums.Length, sums.Length);
            for (var metric = 0; metric < row.Length; metric++)
            {
                sums[metric] += row[metric];
            }
        }
    }

    private static (double Low, double High) Interval(double[] means)
    {
        Array.Sort(means);
        return (Quantile(means, (1 - Coverage) / 2), Quantile(means, (1 + Coverage) / 2));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
