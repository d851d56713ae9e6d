using System.Collections.Concurrent;

namespace Grlm.Serving;

/// <summary>
/// Holds the catalogue as it is at one moment: a request keeps the one that it began with, whatever changes meanwhile. Immutable; safe for
/// concurrent use.
/// </summary>
internal sealed class CatalogSnapshot
{
    private const int MostFilters = 1_000;

    private readonly ServedItem[] _items;
    private readonly IReadOnlyDictionary<string, int> _indexById;
    private readonly ConcurrentDictionary<(string? Filter, string? Domain), ItemFilter> _filters = new();

    public CatalogSnapshot(
        RecommendationEngine engine, ServedItem[] items, IReadOnlyDictionary<string, int> indexById, IReadOnlySet<string> attributes)
    {
        (_items, _indexById, Attributes, Terms) = (items, indexById, attributes, engine.Terms);
        Available = new ItemFilter(items.Length, item => items[item].IsAvailable);
        AvailableCount = Available.AllowedCount;
    }

    /// <summary>Gets the names of the attributes that items have.</summary>
    public IReadOnlySet<string> Attributes { get; }

    /// <summary>Gets the items' term IDs.</summary>
    public LiveTermLibrary Terms { get; }

    /// <summary>Gets which items may be recommended.</summary>
    public ItemFilter Available { get; }

    /// <summary>Gets how many may be.</summary>
    public int AvailableCount { get; }

    /// <summary>Gets all items by index, the deleted ones among them.</summary>
    public IReadOnlyList<ServedItem> Items => _items;

    /// <summary>Finds an item; null where there never was one. An item may be there as deleted.</summary>
    public ServedItem? Find(string id) => _indexById.TryGetValue(id, out var index) && index < _items.Length ? _items[index] : null;

    /// <summary>Returns which items may be shown to somebody who asks for a condition, a domain, both or neither.</summary>
    /// <exception cref="InvalidInputException">The condition can't be read, or there is no such domain.</exception>
    public ItemFilter FilterOf(string? filter, string? domain)
    {
        if (filter is null && domain is null)
            return Available;
        if (_filters.TryGetValue((filter, domain), out var made))
            return made;
        var expression = filter is null ? null : ItemExpression.Parse(filter, Attributes);
        if (domain is not null && !Array.Exists(_items, item => InDomain(item, domain)))
            throw new InvalidInputException($"No item is of the domain '{domain}'. Check its name.");
        made = new ItemFilter(_items.Length, index => _items[index] is { IsAvailable: true } item
            && (domain is null || InDomain(item, domain))
            && expression?.Matches(item.Content!.Item, TermsOf(index)) != false);

        // As many as a shop has places that ask; a stream of conditions that are all different must not fill the memory.
        if (_filters.Count >= MostFilters)
            _filters.Clear();
        return _filters[(filter, domain)] = made;
    }

    /// <summary>Returns an item's terms; empty where it has none.</summary>
    public IReadOnlyList<string> TermsOf(int index) => Terms.TermIdOf(index)?.Terms ?? [];

    private static bool InDomain(ServedItem item, string domain)
        => string.Equals(item.Content?.Item.Domain, domain, StringComparison.OrdinalIgnoreCase);
}
