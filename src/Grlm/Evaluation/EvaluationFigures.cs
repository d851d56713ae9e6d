namespace Grlm;

/// <summary>Everything that an evaluation reports of its users, gathered one prediction at a time. Not thread-safe.</summary>
internal sealed class EvaluationFigures
{
    private readonly MetricsAccumulator _metrics;
    private readonly ListDiversity _diversity;
    private readonly Breakdown[] _breakdowns;
    private readonly bool _isGenerated;
    private long _termIds;

    /// <param name="metrics">The metrics of all users.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="library">Their terms.</param>
    /// <param name="targets">What is predicted.</param>
    /// <param name="popularity">Training interactions of each item.</param>
    public EvaluationFigures(
        IReadOnlyList<MetricName> metrics, Catalog catalog, TermLibrary library, EvaluationTargets targets, IReadOnlyList<int> popularity)
    {
        _metrics = new MetricsAccumulator(metrics);
        _diversity = new ListDiversity(library, popularity);
        _isGenerated = metrics.Any(metric => metric.Kind == MetricKind.ValidRate);
        _breakdowns = [Breakdown.ByDomain(catalog), Breakdown.ByHistoryLength(targets), Breakdown.ByTargetPopularity(popularity)];
    }

    /// <summary>Gets the metrics of all users.</summary>
    public MetricsAccumulator Metrics => _metrics;

    /// <summary>
    /// Mean over users of the term IDs that were generated, no two of a user alike; null where the source generates none of its own.
    /// </summary>
    public double? DistinctTermIds => _isGenerated ? (double)_termIds / Math.Max(1, _metrics.Users) : null;

    /// <summary>Takes in a batch; its metrics of all users are in <see cref="Metrics"/> already.</summary>
    public void Add(IReadOnlyList<UserPrediction> batch)
    {
        foreach (var prediction in batch)
        {
            _termIds += prediction.IsValid.Count;
            _diversity.Add(prediction.Items);
            foreach (var breakdown in _breakdowns)
            {
                breakdown.Add(prediction);
            }
        }
    }

    /// <summary>Returns the figures of all users: metrics, then what the lists are like.</summary>
    public IReadOnlyDictionary<string, double> All()
        => new OrderedDictionary<string, double>(_metrics.Means().Concat(_diversity.Figures()));

    /// <summary>Returns the metrics of users apart, by trait.</summary>
    /// <param name="seed">Seed of the bootstrap.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<EvaluationGroup>> ByTrait(int seed)
        => new OrderedDictionary<string, IReadOnlyList<EvaluationGroup>>(
            _breakdowns.Select(breakdown => KeyValuePair.Create(breakdown.Name, breakdown.Groups(seed))));
}
