namespace Grlm.Reports.Internal;

/// <summary>Describes a figure with its 95 % interval.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end; null where it isn't known.</param>
/// <param name="High">Upper end; null where it isn't known.</param>
public sealed record Estimate(double Value, double? Low, double? High)
{
    /// <summary>Gets the interval as text; empty where it isn't known or has no width.</summary>
    public string Interval => (Low, High) is ({ } low, { } high) && low < high ? $"{Readable.Share(low)}–{Readable.Share(high)}" : "";

    /// <summary>Returns a metric of an evaluation; null where it was not measured.</summary>
    /// <param name="metrics">Figures by name.</param>
    /// <param name="intervals">Their intervals, <c>[low, high]</c>, as far as they are known.</param>
    /// <param name="name">Name of the metric: <c>recall@10</c>.</param>
    public static Estimate? Of(
        IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, IReadOnlyList<double>>? intervals, string name)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return !metrics.TryGetValue(name, out var value) ? null
            : intervals is not null && intervals.TryGetValue(name, out var ends) && ends.Count == 2 ? new Estimate(value, ends[0], ends[1])
            : new Estimate(value, null, null);
    }

    /// <inheritdoc/>
    public override string ToString()
        => Interval is { Length: > 0 } interval ? $"{Readable.Share(Value)} ({interval})" : Readable.Share(Value);
}
