namespace Grlm.Serving;

/// <summary>Holds what a shop says of an item.</summary>
/// <param name="Item">What term generation, ranking and filters read.</param>
public sealed record ItemContent(Item Item)
{
    /// <summary>Gets the address of a picture; null without one.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Tells whether the item is kept, but never recommended.</summary>
    public bool Hidden { get; init; }
}
