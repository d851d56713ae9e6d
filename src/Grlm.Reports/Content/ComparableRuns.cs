namespace Grlm.Reports.Internal;

/// <summary>Evaluations that can be compared: the same targets under the same protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Part">Which targets: <c>test</c>.</param>
/// <param name="Runs">The evaluations, the highest Recall@10 first.</param>
/// <param name="Charts">The same as pictures; none of a single evaluation.</param>
public sealed record ComparableRuns(string Protocol, string Part, IReadOnlyList<EvaluationRun> Runs, IReadOnlyList<Chart> Charts);
