namespace Grlm.Internal;

/// <summary>Describes a trial of a prompt on some items; nothing of it is kept.</summary>
/// <param name="Samples">The items.</param>
/// <param name="Usage">What the answers took.</param>
public sealed record TermSampleReport(IReadOnlyList<TermSample> Samples, ModelUsage Usage);
