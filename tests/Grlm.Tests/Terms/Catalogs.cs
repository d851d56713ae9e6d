namespace Grlm.Tests;

internal static class Catalogs
{
    /// <summary>A catalogue of items without metadata.</summary>
    public static Catalog WithIds(params IEnumerable<string> ids)
        => new(ids.Select(id => new Item(id, string.Empty, string.Empty, [], string.Empty)));

    /// <summary>A dataset of a catalogue that nobody has met an item of.</summary>
    public static Dataset Unvisited(Catalog catalog) => new(catalog, new UserHistories([], [0], []));

    /// <summary>A catalogue of so many items, named by their places: <c>0</c>, <c>1</c>, ….</summary>
    public static Catalog OfSize(int count) => WithIds(Enumerable.Range(0, count).Select(index => index.ToString()));
}
