namespace Grlm.Cli;

/// <summary>The options of commands that can be told to show certain items only.</summary>
internal static class ItemSelection
{
    /// <summary>Adds them.</summary>
    public static CommandOptions<TOptions> AddSelection<TOptions>(this CommandOptions<TOptions> options)
        where TOptions : class, IItemSelection
        => options
            .Add(o => o.Category, "Only items of this category: a level, or levels in a row as A > B; give it again for another.", "NAME")
            .Add(o => o.Brand, "Only items of this brand; give it again for another.", "NAME")
            .Add(o => o.Domain, "Only items of this domain; give it again for another.", "NAME")
            .Add(o => o.MinPrice, "Only items that cost this or more.")
            .Add(o => o.MaxPrice, "Only items that cost this or less.")
            .Add(o => o.InStock, "Only items that are in stock.");

    /// <summary>What they say.</summary>
    public static ItemCriteria CriteriaOf(this IItemSelection selection) => new()
    {
        Categories = selection.Category,
        Brands = selection.Brand,
        Domains = selection.Domain,
        MinimumPrice = selection.MinPrice,
        MaximumPrice = selection.MaxPrice,
        MinimumStock = selection.InStock ? 1 : null,
    };

    /// <summary>The filter that they ask for; null where they ask for nothing.</summary>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public static ItemFilter? FilterOf(this IItemSelection selection, Catalog catalog)
        => selection.CriteriaOf() is { AreNone: false } criteria ? ItemFilter.Of(catalog, criteria) : null;
}
