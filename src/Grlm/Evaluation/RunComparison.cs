namespace Grlm;

/// <summary>Compares two runs on the same users.</summary>
/// <param name="Other">The other run: its protocol, source, part and model.</param>
/// <param name="Users">Users in both.</param>
/// <param name="Metrics">The differences by metric: <c>recall@10</c>.</param>
public sealed record RunComparison(string Other, int Users, IReadOnlyDictionary<string, PairedDifference> Metrics);
