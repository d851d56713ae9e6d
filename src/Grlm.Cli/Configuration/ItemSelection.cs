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
            .Add(o => o.InStock, "Only items that are in stock.")
            .Add(o => o.Filter, "Only items that meet a condition, e.g. \"price < 200 && 'ultralight' in terms\".", "CONDITION");

    /// <summary>What they say.</summary>
    /// <exception cref="InvalidInputException">The condition can't be read.</exception>
    public static ItemCriteria CriteriaOf(this IItemSelection selection, Catalog catalog) => new()
    {
        Categories = selection.Category,
        Brands = selection.Brand,
        Domains = selection.Domain,
        MinimumPrice = selection.MinPrice,
        MaximumPrice = selection.MaxPrice,
        MinimumStock = selection.InStock ? 1 : null,
        Expression = selection.Filter is { } condition ? ItemExpression.Parse(condition, catalog.Attributes) : null,
    };

    /// <summary>The filter that they ask for; null where they ask for nothing.</summary>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public static ItemFilter? FilterOf(this IItemSelection selection, Catalog catalog, TermLibrary library)
        => selection.CriteriaOf(catalog) is { AreNone: false } criteria ? ItemFilter.Of(catalog, criteria, library) : null;
}
