namespace Grlm;

/// <summary>Compares items with criteria, and keeps which of the names asked for it has met. Not thread-safe.</summary>
internal sealed class CriteriaMatcher(ItemCriteria criteria)
{
    private readonly NameCriterion _categories = new("is in the category", criteria.Categories, IsInCategory);
    private readonly NameCriterion _brands = new("has the brand", criteria.Brands, (item, brand) => IsSame(item.Brand, brand[0]));
    private readonly NameCriterion _domains = new("is in the domain", criteria.Domains, (item, domain) => IsSame(item.Domain, domain[0]));
    private readonly RangeCriterion _price = new("price", criteria.MinimumPrice, criteria.MaximumPrice, item => item.Price);
    private readonly RangeCriterion _stock = new("stock", criteria.MinimumStock, null, item => item.Stock);

    /// <summary>Whether an item meets all criteria.</summary>
    public bool Matches(Item item)
    {
        // Without a short cut (& and not &&): a name counts as seen wherever it stands.
        return _categories.Matches(item) & _brands.Matches(item) & _domains.Matches(item) & _price.Matches(item) & _stock.Matches(item);
    }

    /// <summary>Refuses criteria that name what no item is: an empty list would hide the slip.</summary>
    /// <exception cref="InvalidInputException">A name was never met, or a bound is of what is not known.</exception>
    public void RequireAllSeen()
    {
        foreach (var criterion in (NameCriterion[])[_categories, _brands, _domains])
        {
            criterion.RequireAllSeen();
        }

        _price.RequireKnown();
        _stock.RequireKnown();
    }

    private static bool IsSame(string name, string asked) => name.Equals(asked, StringComparison.OrdinalIgnoreCase);

    private static bool IsInCategory(Item item, string[] levels)
        => item.Categories.Any(path => Enumerable.Range(0, Math.Max(0, path.Count - levels.Length + 1))
            .Any(start => levels.Index().All(level => IsSame(path[start + level.Index], level.Item))));
}
