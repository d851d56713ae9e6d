namespace Grlm.Import;

/// <summary>An interaction as its file holds it, before its values are read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="User">The user's id.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Timestamp">When it was; empty where unknown.</param>
internal readonly record struct InteractionFields(long Line, Cell User, Cell Item, Cell Timestamp)
{
    /// <summary>What its kind of event weighs; 1 where nothing says.</summary>
    public double Weight { get; init; } = 1;
}
