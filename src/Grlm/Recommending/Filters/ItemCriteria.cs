namespace Grlm;

/// <summary>Says what items must be like to be shown; what is not given does not matter. Upper and lower case don't either.</summary>
public sealed record ItemCriteria
{
    /// <summary>Gets no criteria: every item may be shown.</summary>
    public static ItemCriteria None { get; } = new();

    /// <summary>
    /// Gets the categories, of which the item is in at least one: the name of a level at any depth (<c>Hair Care</c>), or levels in a row
    /// (<c>Beauty &gt; Hair Care</c>). Empty for any.
    /// </summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Gets the brands, of which the item has one. Empty for any.</summary>
    public IReadOnlyList<string> Brands { get; init; } = [];

    /// <summary>Gets the domains, of which the item is in one. Empty for any.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>
    /// Returns the index of the domain that is wanted (<see cref="GenerationRequest.Domain"/>): the one of the catalogue that
    /// <see cref="Domains"/> name; null where they name none or several.
    /// </summary>
    /// <param name="catalog">Has the domains.</param>
    public int? WantedDomain(Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        int[] named = [.. Enumerable.Range(0,
            catalog.Domains.Count).Where(domain => Domains.Contains(catalog.Domains[domain], StringComparer.OrdinalIgnoreCase))];
        return named is [var only] ? only : null;
    }

    /// <summary>Gets the lowest price that an item may have; null for any. An item without a price has none that fits.</summary>
    public double? MinimumPrice { get; init; }

    /// <summary>Gets the highest price that an item may have; null for any. An item without a price has none that fits.</summary>
    public double? MaximumPrice { get; init; }

    /// <summary>Gets the pieces that must be in stock; null for any. Of an item whose stock is not known none are.</summary>
    public double? MinimumStock { get; init; }

    /// <summary>Gets a condition that the item must meet as well; null for none.</summary>
    public ItemExpression? Expression { get; init; }

    /// <summary>Tells whether everything meets them.</summary>
    public bool AreNone
        => Categories.Count == 0 && Brands.Count == 0 && Domains.Count == 0 && MinimumPrice is null && MaximumPrice is null
            && MinimumStock is null
            && Expression is null;
}
