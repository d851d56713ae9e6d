namespace Grlm;

/// <summary>Bounds of a quantity that an item may have; none for any. Keeps whether it is known of any item. Not thread-safe.</summary>
/// <param name="name">What the quantity is, for messages.</param>
/// <param name="least">The smallest that is allowed; null for any.</param>
/// <param name="most">The largest that is allowed; null for any.</param>
/// <param name="quantityOf">The quantity of an item; null where it is not known.</param>
internal sealed class RangeCriterion(string name, double? least, double? most, Func<Item, double?> quantityOf)
{
    private readonly bool _isAsked = least is not null || most is not null;
    private bool _isKnown;

    /// <summary>Whether an item is within the bounds; one whose quantity is not known is not.</summary>
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
            throw new InvalidInputException($"The {name} of no item of the catalogue is known. Import the items with a '{name}', or leave the bound out.");
        }
    }
}
