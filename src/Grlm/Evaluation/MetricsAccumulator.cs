namespace Grlm.Internal;

/// <summary>Collects metrics user by user; gives their means and bootstrap intervals. Keeps four bytes a user. Not thread-safe.</summary>
public sealed class MetricsAccumulator
{
    private readonly IReadOnlyList<MetricName> _metrics;
    private readonly MetricRows _rows;
    private readonly double[] _values;
    private readonly double[] _sums;

    /// <param name="metrics">What to measure.</param>
    public MetricsAccumulator(IReadOnlyList<MetricName> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        _metrics = metrics;
        _rows = new MetricRows(metrics.Count);
        (_values, _sums) = (new double[metrics.Count], new double[metrics.Count]);
    }

    /// <summary>Gets the number of users added.</summary>
    public int Users => _rows.Users;

    /// <summary>Adds one user.</summary>
    public void Add(UserPrediction prediction)
    {
        for (var column = 0; column < _metrics.Count; column++)
        {
            _values[column] = RankingMetrics.Of(_metrics[column], prediction);
            _sums[column] += _values[column];
        }

        _rows.Add(_values);
    }

    /// <summary>Returns the mean of a metric over the users added; 0 where there is none.</summary>
    /// <param name="metric">One of the metrics that are measured.</param>
    /// <exception cref="ArgumentException">It is not among the metrics.</exception>
    public double Mean(MetricName metric)
    {
        for (var column = 0; column < _metrics.Count; column++)
        {
            if (_metrics[column] == metric)
            {
                return _sums[column] / Math.Max(Users, 1);
            }
        }

        throw new ArgumentException($"{metric} is not measured here.", nameof(metric));
    }

    /// <summary>Returns all means by name, in the order of the metrics.</summary>
    public IReadOnlyDictionary<string, double> Means()
        => new OrderedDictionary<string, double>(_metrics.Select(metric => KeyValuePair.Create(metric.ToString(), Mean(metric))));

    /// <summary>Returns 95 % bootstrap intervals of the means by name, <c>[low, high]</c>.</summary>
    /// <param name="seed">Seed of the resampling.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals(int seed)
        => new OrderedDictionary<string, IReadOnlyList<double>>(_metrics.Zip(
            Bootstrap.Intervals(_rows, seed),
            (metric, interval) => KeyValuePair.Create<string, IReadOnlyList<double>>(metric.ToString(), [interval.Low, interval.High])));
}
