using System.ComponentModel.DataAnnotations;

namespace Grlm.Cli;

/// <summary>Options that say which items may be shown.</summary>
internal abstract record ItemSelection
{
    /// <summary>Categories, of which an item is in at least one; empty for any.</summary>
    [Option("Only items of this category: a level, or levels in a row as A > B; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Category { get; init; } = [];

    /// <summary>Brands, of which an item has one; empty for any.</summary>
    [Option("Only items of this brand; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Brand { get; init; } = [];

    /// <summary>Domains, of which an item is in one; empty for any.</summary>
    [Option("Only items of this domain; give it again for another.", Value = "NAME")]
    public IReadOnlyList<string> Domain { get; init; } = [];

    /// <summary>The lowest price; null for any.</summary>
    [Option("Only items that cost this or more.")]
    [Range(0, double.MaxValue)]
    public double? MinPrice { get; init; }

    /// <summary>The highest price; null for any.</summary>
    [Option("Only items that cost this or less.")]
    [Range(0, double.MaxValue)]
    public double? MaxPrice { get; init; }

    /// <summary>Whether only items in stock are shown.</summary>
    [Option("Only items that are in stock.")]
    public bool InStock { get; init; }

    /// <summary>A condition on items; null for none.</summary>
    [Option("Only items that meet a condition, e.g. \"price < 200 && 'ultralight' in terms\".", Value = "CONDITION")]
    public string? Filter { get; init; }

    /// <summary>What they ask for.</summary>
    /// <exception cref="InvalidInputException">The condition can't be read.</exception>
    public ItemCriteria ToCriteria(Catalog catalog) => new()
    {
        Categories = Category,
        Brands = Brand,
        Domains = Domain,
        MinimumPrice = MinPrice,
        MaximumPrice = MaxPrice,
        MinimumStock = InStock ? 1 : null,
        Expression = Filter is { } condition ? ItemExpression.Parse(condition, catalog.Attributes) : null,
    };

    /// <summary>The filter that they ask for; null where they ask for nothing.</summary>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public ItemFilter? ToFilter(Catalog catalog, TermLibrary library)
        => ToCriteria(catalog) is { AreNone: false } criteria ? ItemFilter.Of(catalog, criteria, library) : null;
}
