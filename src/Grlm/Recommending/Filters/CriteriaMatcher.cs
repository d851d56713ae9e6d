namespace Grlm;

/// <summary>Compares items with criteria, and keeps which of the names asked for it has met. Not thread-safe.</summary>
internal sealed class CriteriaMatcher(ItemCriteria criteria)
{
    private readonly NameCriterion _categories = new("is in the category", criteria.Categories, IsInCategory);
    private readonly NameCriterion _brands = new("has the brand", criteria.Brands, (item, brand) => IsSame(item.Brand, brand[0]));
    private readonly NameCriterion _domains = new("is in the domain", criteria.Domains, (item, domain) => IsSame(item.Domain, domain[0]));
    private readonly RangeCriterion _price = new("price", criteria.MinimumPrice, criteria.MaximumPrice, item => item.Price);
    private readonly RangeCriterion _stock = new("stock", criteria.MinimumStock, null, item => item.Stock);

    /// <summary>Tells whether an item meets all criteria.</summary>
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

/// <summary>Names, of which an item must have one; none for any. Keeps which of them it has met. Not thread-safe.</summary>
/// <param name="relation">What an item is to a name, for messages: <c>has the brand</c>.</param>
/// <param name="names">The names asked for, with their levels between <c>&gt;</c>.</param>
/// <param name="isMet">Whether an item has a name, given as its levels: at least one.</param>
internal sealed class NameCriterion(string relation, IReadOnlyList<string> names, Func<Item, string[], bool> isMet)
{
    private readonly string[][] _names =
        [.. names.Select(name => name.Split('>', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
    private readonly bool[] _isSeen = new bool[names.Count];

    /// <summary>Tells whether an item has one of the names.</summary>
    public bool Matches(Item item)
    {
        var matches = names.Count == 0;
        for (var name = 0; name < _names.Length; name++)
        {
            if (_names[name].Length > 0 && isMet(item, _names[name]))
            {
                matches = _isSeen[name] = true;
            }
        }

        return matches;
    }

    /// <summary>Refuses a name that no item had.</summary>
    /// <exception cref="InvalidInputException">There is one.</exception>
    public void RequireAllSeen()
    {
        if (Array.IndexOf(_isSeen, false) is >= 0 and var name)
        {
            throw new InvalidInputException($"No item of the catalogue {relation} '{names[name]}'. Write it as the items have it.");
        }
    }
}

/// <summary>Bounds of a quantity that an item may have; none for any. Keeps whether it is known of any item. Not thread-safe.</summary>
/// <param name="name">What the quantity is, for messages.</param>
/// <param name="least">The smallest that is allowed; null for any.</param>
/// <param name="most">The largest that is allowed; null for any.</param>
/// <param name="quantityOf">The quantity of an item; null where it is not known.</param>
internal sealed class RangeCriterion(string name, double? least, double? most, Func<Item, double?> quantityOf)
{
    private readonly bool _isAsked = least is not null || most is not null;
    private bool _isKnown;

    /// <summary>Tells whether an item is within the bounds; one whose quantity is not known is not.</summary>
    public bool Matches(Item item)
    {
        var quantity = quantityOf(item);
        _isKnown |= quantity is not null;
        return !_isAsked || (quantity >= (least ?? double.NegativeInfinity) && quantity <= (most ?? double.PositiveInfinity));
    }

    /// <summary>Refuses bounds of what is known of no item.</summary>
    /// <exception cref="InvalidInputException">It is.</exception>
    public void RequireKnown()
    {
        if (_isAsked && !_isKnown)
        {
            throw new InvalidInputException(
                $"The {name} of no item of the catalogue is known. Import the items with a '{name}', or leave the bound out.");
        }
    }
}
