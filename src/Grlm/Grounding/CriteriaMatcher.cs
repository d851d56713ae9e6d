namespace Grlm;

/// <summary>Compares items with criteria, and keeps which of the names asked for it has met. Not thread-safe.</summary>
internal sealed class CriteriaMatcher(ItemCriteria criteria)
{
    private readonly string[][] _categories = [.. criteria.Categories.Select(Levels)];
    private readonly HashSet<string> _brands = new(criteria.Brands.Select(brand => brand.Trim()), StringComparer.OrdinalIgnoreCase);
    private readonly bool[] _isCategorySeen = new bool[criteria.Categories.Count];
    private readonly HashSet<string> _seenBrands = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an item meets all criteria.</summary>
    public bool Matches(Item item)
    {
        // Both without a short cut: a name counts as seen wherever it stands.
        var (isOfCategory, isOfBrand) = (MatchesCategory(item), MatchesBrand(item));
        return isOfCategory && isOfBrand;
    }

    /// <summary>Refuses criteria that name what no item is: an empty list would hide the slip.</summary>
    public void RequireAllSeen()
    {
        var category = Array.IndexOf(_isCategorySeen, false);
        if (category >= 0)
        {
            throw new InvalidInputException(
                $"No item of the catalogue is in the category '{criteria.Categories[category]}'. Name a level as the items have it, or levels in a row: A > B.");
        }

        var brand = _brands.FirstOrDefault(brand => !_seenBrands.Contains(brand));
        if (brand is not null)
        {
            throw new InvalidInputException($"No item of the catalogue has the brand '{brand}'. Write it as the items have it.");
        }
    }

    private static string[] Levels(string category) => category.Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private bool MatchesBrand(Item item)
    {
        var matches = _brands.Contains(item.Brand);
        if (matches)
        {
            _seenBrands.Add(item.Brand);
        }

        return matches || _brands.Count == 0;
    }

    private bool MatchesCategory(Item item)
    {
        var matches = false;
        for (var category = 0; category < _categories.Length; category++)
        {
            if (item.Categories.Any(path => Contains(path, _categories[category])))
            {
                matches = _isCategorySeen[category] = true;
            }
        }

        return matches || _categories.Length == 0;
    }

    private static bool Contains(IReadOnlyList<string> path, string[] levels)
        => Enumerable.Range(0, Math.Max(0, path.Count - levels.Length + 1))
            .Any(start => levels.Length > 0 && levels.Index().All(level => level.Item.Equals(path[start + level.Index], StringComparison.OrdinalIgnoreCase)));
}
