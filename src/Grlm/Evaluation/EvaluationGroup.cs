namespace Grlm;

/// <summary>Metrics of some of the users.</summary>
/// <param name="Group">Which: <c>3–5</c> interactions, or the name of a domain.</param>
/// <param name="Users">How many.</param>
/// <param name="Metrics">Figures by name.</param>
/// <param name="Intervals">95 % bootstrap intervals by name: <c>[low, high]</c>.</param>
public sealed record EvaluationGroup(
    string Group, int Users, IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, IReadOnlyList<double>> Intervals);
