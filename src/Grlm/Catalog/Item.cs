namespace Grlm;

/// <summary>Describes one item of a catalogue with the metadata that term generation and the ranker read.</summary>
/// <param name="Id">The shop's own identifier, unique in the catalogue.</param>
/// <param name="Title">Title; empty where the shop has none.</param>
/// <param name="Brand">Brand or maker; empty where unknown.</param>
/// <param name="Categories">Category paths, each from the general to the special.</param>
/// <param name="Description">Description; empty where the shop has none.</param>
public sealed record Item(
    string Id,
    string Title,
    string Brand,
    IReadOnlyList<IReadOnlyList<string>> Categories,
    string Description)
{
    /// <summary>
    /// Gets the name of the part of the shop, or of the data set, that the item belongs to; empty for one without a name.
    /// </summary>
    public string Domain { get; init; } = string.Empty;

    /// <summary>Gets the price in the shop's currency; null where unknown.</summary>
    public double? Price { get; init; }

    /// <summary>Gets the pieces in stock; null where unknown.</summary>
    public double? Stock { get; init; }

    /// <summary>Returns what else the shop says of it, by name; empty where it says nothing.</summary>
    public IReadOnlyDictionary<string, AttributeValue> Attributes { get; init; } = NoAttributes;

    private static readonly IReadOnlyDictionary<string, AttributeValue> NoAttributes = new Dictionary<string, AttributeValue>();
}
