namespace Grlm;

/// <summary>Compares items with criteria, and keeps which of the names asked for it has met. Not thread-safe.</summary>
internal sealed class CriteriaMatcher(ItemCriteria criteria)
{
    private readonly NameCriterion _categories = new("is in the category", criteria.Categories, IsInCategory);
    private readonly NameCriterion _brands = new("has the brand", criteria.Brands, (item, brand) => IsSame(item.Brand, brand[0]));
    private readonly NameCriterion _domains = new("is in the domain", criteria.Domains, (item, domain) => IsSame(item.Domain, domain[0]));

    /// <summary>Whether an item meets all criteria.</summary>
    public bool Matches(Item item)
    {
        // Each without a short cut: a name counts as seen wherever it stands.
        var (isOfCategory, isOfBrand, isOfDomain) = (_categories.Matches(item), _brands.Matches(item), _domains.Matches(item));
        return isOfCategory && isOfBrand && isOfDomain;
    }

    /// <summary>Refuses criteria that name what no item is: an empty list would hide the slip.</summary>
    /// <exception cref="InvalidInputException">A name was never met.</exception>
    public void RequireAllSeen()
    {
        foreach (var criterion in (NameCriterion[])[_categories, _brands, _domains])
        {
            criterion.RequireAllSeen();
        }
    }

    private static bool IsSame(string name, string asked) => name.Equals(asked, StringComparison.OrdinalIgnoreCase);

    private static bool IsInCategory(Item item, string[] levels)
        => item.Categories.Any(path => Enumerable.Range(0, Math.Max(0, path.Count - levels.Length + 1))
            .Any(start => levels.Index().All(level => IsSame(path[start + level.Index], level.Item))));
}
