namespace Grlm.Import;

/// <summary>An interaction whose values have been read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="User">The user's id, not empty.</param>
/// <param name="Item">The item's id, not empty.</param>
/// <param name="Time">When it was; null where unknown.</param>
internal readonly record struct InteractionRow(long Line, string User, string Item, PointInTime? Time)
{
    /// <summary>What its kind of event weighs.</summary>
    public double Weight { get; init; } = 1;
}
