using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>Collects metrics user by user; gives their means and bootstrap intervals. Keeps one number a user and metric. Not thread-safe.</summary>
/// <param name="metrics">What to measure.</param>
public sealed class MetricsAccumulator(IReadOnlyList<MetricName> metrics)
{
    // [users, metrics]
    private readonly List<double> _values = [];
    private readonly double[] _sums = new double[metrics.Count];

    /// <summary>Users added.</summary>
    public int Users => _values.Count / metrics.Count;

    /// <summary>Adds one user.</summary>
    public void Add(UserPrediction prediction)
    {
        for (var column = 0; column < metrics.Count; column++)
        {
            var value = RankingMetrics.Of(metrics[column], prediction);
            _values.Add(value);
            _sums[column] += value;
        }
    }

    /// <summary>The mean of a metric over the users added; 0 where there is none.</summary>
    /// <param name="metric">One of the metrics that are measured.</param>
    /// <exception cref="ArgumentException">It is not among the metrics.</exception>
    public double Mean(MetricName metric)
    {
        for (var column = 0; column < metrics.Count; column++)
        {
            if (metrics[column] == metric)
            {
                return _sums[column] / Math.Max(Users, 1);
            }
        }

        throw new ArgumentException($"{metric} is not measured here.", nameof(metric));
    }

    /// <summary>All means by name, in the order of the metrics.</summary>
    public IReadOnlyDictionary<string, double> Means()
        => new OrderedDictionary<string, double>(metrics.Select(metric => KeyValuePair.Create(metric.ToString(), Mean(metric))));

    /// <summary>95 % bootstrap intervals of the means by name, <c>[low, high]</c>: see <see cref="Bootstrap"/>.</summary>
    /// <param name="seed">Seed of the resampling.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals(int seed)
    {
        var intervals = Bootstrap.Intervals(CollectionsMarshal.AsSpan(_values), metrics.Count, seed);
        return new OrderedDictionary<string, IReadOnlyList<double>>(
            metrics.Zip(intervals, (metric, interval) => KeyValuePair.Create<string, IReadOnlyList<double>>(metric.ToString(), [interval.Low, interval.High])));
    }
}
