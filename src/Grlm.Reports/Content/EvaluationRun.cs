namespace Grlm.Reports.Internal;

/// <summary>Describes one evaluation of the workspace.</summary>
/// <param name="Folder">Its folder below <c>evaluation</c>: <c>filtered-ranker-test</c>; empty for one in that folder itself.</param>
/// <param name="Report">Its metrics.</param>
public sealed record EvaluationRun(string Folder, EvaluationReport Report)
{
    /// <summary>Returns a metric with its interval; null where it was not measured.</summary>
    /// <param name="name">Name of the metric: <c>recall@10</c>.</param>
    public Estimate? Metric(string name) => Estimate.Of(Report.Metrics, Report.Intervals, name);
}
