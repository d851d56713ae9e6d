using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Grlm;

/// <summary>
/// Holds the items of a shop in import order. The place of an item in it, its <em>index</em>, is how every other artifact refers to the
/// item. Immutable and safe for concurrent reads.
/// </summary>
public sealed class Catalog : IReadOnlyList<Item>
{
    private readonly Item[] _items;
    private readonly Dictionary<string, int> _indexById;
    private readonly string[] _domains;
    private readonly int[] _domainOf;
    private readonly Lazy<string[]> _attributes;

    /// <param name="items">The items in import order.</param>
    /// <exception cref="InvalidInputException">Two items share an id.</exception>
    public Catalog(IEnumerable<Item> items)
    {
        _items = [.. items];
        _indexById = new Dictionary<string, int>(_items.Length, StringComparer.Ordinal);
        for (var index = 0; index < _items.Length; index++)
        {
            if (!_indexById.TryAdd(_items[index].Id, index))
            {
                throw new InvalidInputException($"Item id '{_items[index].Id}' stands twice in the catalogue. Import the items again.");
            }
        }

        _domains = [.. _items.Select(item => item.Domain).Distinct(StringComparer.Ordinal)];
        _domainOf = [.. _items.Select(item => Array.IndexOf(_domains, item.Domain))];
        _attributes = new Lazy<string[]>(
            () => [.. _items.SelectMany(item => item.Attributes.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Gets the names of the domains, in the order of their first items; one with an empty name where the items have none.
    /// </summary>
    public IReadOnlyList<string> Domains => _domains;

    /// <summary>Returns the names of the free attributes that items have, in alphabetical order.</summary>
    public IReadOnlyCollection<string> Attributes => _attributes.Value;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public Item this[int index] => _items[index];

    /// <summary>Finds the index of the item with this id.</summary>
    /// <param name="id">The shop's own identifier; what nobody sees around it does not count.</param>
    /// <param name="index">The item's index, if it is in the catalogue.</param>
    public bool TryGetIndex(string id, out int index)
        => _indexById.TryGetValue(id, out index) || _indexById.TryGetValue(TrimmedText.Of(id), out index);

    /// <summary>Returns the index of an item's domain in <see cref="Domains"/>.</summary>
    /// <param name="item">The item's index.</param>
    public int DomainOf(int item) => _domainOf[item];

    /// <summary>Returns the index of the item with this id.</summary>
    /// <exception cref="InvalidInputException">There is no such item.</exception>
    public int IndexOf(string id)
        => TryGetIndex(id, out var index)
            ? index
            : throw new InvalidInputException(
                $"There is no item '{id}' in the catalogue of {Count:N0} items. Check the id, or import the item first.");

    /// <inheritdoc/>
    [SuppressMessage("Design", "MA0016:Prefer using collection abstraction instead of implementation",
        Justification = "IEnumerator is one.")]
    public IEnumerator<Item> GetEnumerator() => ((IEnumerable<Item>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
