namespace Grlm.Reports.Internal;

/// <summary>Describes the metrics of evaluations on the same targets for users apart by their traits.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Part">Which targets.</param>
/// <param name="Charts">A picture a trait.</param>
public sealed record BreakdownContent(string Protocol, string Part, IReadOnlyList<Chart> Charts);
