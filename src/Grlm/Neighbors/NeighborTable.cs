namespace Grlm;

/// <summary>
/// Holds the nearest items of every item, by their texts or by what users do: nearest first, ties in item order, never the item itself.
/// Immutable and safe for concurrent reads.
/// </summary>
/// <param name="neighbors">For each item of the catalogue its neighbours; of an item of which nothing is known, none.</param>
public sealed class NeighborTable(IReadOnlyList<Neighbor[]> neighbors)
{
    /// <summary>Returns a table without neighbours.</summary>
    /// <param name="items">Items in the catalogue.</param>
    public static NeighborTable Empty(int items) => new(Enumerable.Repeat(Array.Empty<Neighbor>(), items).ToArray());

    /// <summary>Gets the number of items in the catalogue.</summary>
    public int Count => neighbors.Count;

    /// <summary>Returns the neighbours of an item.</summary>
    /// <param name="item">Index in the catalogue.</param>
    public ReadOnlySpan<Neighbor> Of(int item) => neighbors[item];
}
