namespace Grlm.Internal;

/// <summary>
/// Holds the behavioural neighbours of every item: strongest first, ties in item order, never the item itself. An item without training
/// interactions has none. Immutable and safe for concurrent reads.
/// </summary>
/// <param name="lists">For each item of the catalogue its neighbours.</param>
public sealed class SimilarItems(IReadOnlyList<SimilarItem[]> lists)
{
    /// <summary>Holds the neighbours of an item at most.</summary>
    public const int ListLength = 20;

    /// <summary>Gets the number of items in the catalogue.</summary>
    public int Count => lists.Count;

    /// <summary>Returns the neighbours of an item.</summary>
    /// <param name="item">Index in the catalogue.</param>
    public ReadOnlySpan<SimilarItem> Of(int item) => lists[item];
}
