namespace Grlm;

/// <summary>Describes one term ID that a generator wrote.</summary>
/// <param name="TermId">What was written.</param>
/// <param name="LogProbability">Natural logarithm of its probability under the model.</param>
public readonly record struct GeneratedTermId(TermId TermId, double LogProbability);
