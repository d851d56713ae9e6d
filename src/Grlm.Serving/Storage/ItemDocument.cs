using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm.Serving;

/// <summary>
/// Writes an item's content as the one JSON document that a row holds: a field more is no migration, and equal contents are equal texts.
/// </summary>
internal sealed record ItemDocument
{
    public string Title { get; init; } = string.Empty;

    public string Brand { get; init; } = string.Empty;

    public IReadOnlyList<IReadOnlyList<string>> Categories { get; init; } = [];

    public string Description { get; init; } = string.Empty;

    public string Domain { get; init; } = string.Empty;

    public double? Price { get; init; }

    public double? Stock { get; init; }

    public IReadOnlyDictionary<string, AttributeValue>? Attributes { get; init; }

    public string? ImageUrl { get; init; }

    public bool Hidden { get; init; }

    public static string Write(ItemContent content)
    {
        var item = content.Item;
        StoreGuard.Number(item.Price, $"The price of item '{item.Id}'");
        StoreGuard.Number(item.Stock, $"The stock of item '{item.Id}'");
        var document = new ItemDocument
        {
            Title = item.Title,
            Brand = item.Brand,
            Categories = item.Categories,
            Description = item.Description,
            Domain = item.Domain,
            Price = item.Price,
            Stock = item.Stock,
            Attributes = item.Attributes.Count == 0 ? null : new SortedDictionary<string, AttributeValue>(
                item.Attributes.ToDictionary(), StringComparer.Ordinal),
            ImageUrl = content.ImageUrl,
            Hidden = content.Hidden,
        };
        return JsonSerializer.Serialize(document, StoreJson.Default.ItemDocument);
    }

    public static ItemContent Read(string id, string json)
    {
        var document = JsonSerializer.Deserialize(json, StoreJson.Default.ItemDocument)!;
        var item = new Item(id, document.Title, document.Brand, document.Categories, document.Description)
        {
            Domain = document.Domain,
            Price = document.Price,
            Stock = document.Stock,
        };
        return new ItemContent(document.Attributes is { } attributes ? item with { Attributes = attributes } : item)
        {
            ImageUrl = document.ImageUrl,
            Hidden = document.Hidden,
        };
    }
}

/// <summary>Knows the documents of the store.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ItemDocument))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class StoreJson : JsonSerializerContext;
