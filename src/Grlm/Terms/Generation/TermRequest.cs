namespace Grlm;

/// <summary>Describes an item that terms are wanted for.</summary>
/// <param name="Item">Index in the catalogue.</param>
/// <param name="Current">The TID that it shares with other items; null in the first pass.</param>
/// <param name="Colliding">The other items under that TID, whose metadata differ from this one's; empty in the first pass.</param>
public sealed record TermRequest(int Item, TermId? Current, IReadOnlyList<int> Colliding)
{
    /// <summary>Returns a request of the first pass.</summary>
    public static TermRequest For(int item) => new(item, Current: null, []);
}
