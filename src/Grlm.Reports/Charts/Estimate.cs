namespace Grlm.Reports;

/// <summary>A figure with its 95 % interval.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Low">Lower end; null where it isn't known.</param>
/// <param name="High">Upper end; null where it isn't known.</param>
public sealed record Estimate(double Value, double? Low, double? High)
{
    /// <summary>The interval as text; empty where it isn't known or has no width.</summary>
    public string Interval => (Low, High) is ({ } low, { } high) && low < high ? $"{Readable.Share(low)}–{Readable.Share(high)}" : "";

    /// <inheritdoc/>
    public override string ToString() => Interval is { Length: > 0 } interval ? $"{Readable.Share(Value)} ({interval})" : Readable.Share(Value);
}
