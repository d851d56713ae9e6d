namespace Grlm;

/// <summary>Describes how two runs differ in one metric on the same users.</summary>
/// <param name="Value">The mean of this run.</param>
/// <param name="Other">The mean of the other run.</param>
/// <param name="Difference">This less the other.</param>
/// <param name="Interval">95 % bootstrap interval of the difference: <c>[low, high]</c>.</param>
/// <param name="PValue">Two-sided, of the paired randomisation test: how often chance alone gives a difference as large.</param>
public sealed record PairedDifference(double Value, double Other, double Difference, IReadOnlyList<double> Interval, double PValue);
