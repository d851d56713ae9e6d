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
            .Add(o => o.Domain, "Only items of this domain; give it again for another.", "NAME");

    /// <summary>The filter that they ask for; null where they ask for nothing.</summary>
    /// <exception cref="InvalidInputException">No item has a name that is asked for.</exception>
    public static ItemFilter? FilterOf(this IItemSelection selection, Catalog catalog)
    {
        var criteria = new ItemCriteria { Categories = selection.Category, Brands = selection.Brand, Domains = selection.Domain };
        return criteria.AreNone ? null : ItemFilter.Of(catalog, criteria);
    }
}
