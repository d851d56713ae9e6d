namespace Grlm.Serving;

/// <summary>Says what a shop says of an item.</summary>
internal sealed record ItemBody
{
    /// <summary>Gets the shop's id; in the body of an address that bears it, it may be left out.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the title.</summary>
    public string? Title { get; init; }

    /// <summary>Gets the brand or maker.</summary>
    public string? Brand { get; init; }

    /// <summary>Gets category paths, each from the general to the special.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Categories { get; init; }

    /// <summary>Gets the description.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the part of the shop that it belongs to.</summary>
    public string? Domain { get; init; }

    /// <summary>Gets the price.</summary>
    public double? Price { get; init; }

    /// <summary>Gets the pieces in stock: with none it is not recommended, and unless said it is.</summary>
    public double? Stock { get; init; }

    /// <summary>Gets what else is to be said: texts, numbers, lists of texts.</summary>
    public IReadOnlyDictionary<string, AttributeValue>? Attributes { get; init; }

    /// <summary>Gets the address of a picture.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>Tells whether it is kept but not recommended.</summary>
    public bool? Hidden { get; init; }

    public static ItemBody Of(ItemContent content) => new()
    {
        Id = content.Item.Id,
        Title = content.Item.Title,
        Brand = NullIfEmpty(content.Item.Brand),
        Categories = content.Item.Categories.Count == 0 ? null : content.Item.Categories,
        Description = NullIfEmpty(content.Item.Description),
        Domain = NullIfEmpty(content.Item.Domain),
        Price = content.Item.Price,
        Stock = content.Item.Stock,
        Attributes = content.Item.Attributes.Count == 0 ? null : content.Item.Attributes,
        ImageUrl = content.ImageUrl,
        Hidden = content.Hidden ? true : null,
    };

    /// <summary>Returns the content, for the item of an address where there is one.</summary>
    /// <exception cref="ApiException">The id is missing or another one, or a list holds nothing where a text should stand.</exception>
    public ItemContent ToContent(string? id = null)
    {
        if (id is not null && Id is not null && Id != id)
            throw ApiException.Invalid("another-id", $"The body has the id '{Id}', the address '{id}'. Leave it out of the body.");
        if ((id ?? Id) is not { Length: > 0 } own)
            throw ApiException.Invalid("id-missing", "An item has no 'id'. Give each one.");
        if (Categories?.Any(path => path?.Any(level => level is null) != false) == true
            || Attributes?.Values.Any(value => value is null) == true)
        {
            throw ApiException.Invalid("null-in-list", $"Item '{own}' has null in 'categories' or 'attributes'. Leave it out.");
        }

        var item = new Item(own, Title ?? "", Brand ?? "", Categories ?? [], Description ?? "")
        {
            Domain = Domain ?? "",
            Price = Price,
            Stock = Stock,
        };
        return new ItemContent(Attributes is null ? item : item with { Attributes = Attributes })
        {
            ImageUrl = ImageUrl,
            Hidden = Hidden ?? false,
        };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>Holds an item with the number of its last change.</summary>
internal sealed record ItemAnswer
{
    /// <summary>Gets what the shop says of it.</summary>
    public required ItemBody Item { get; init; }

    /// <summary>Gets the number of the change that made it so: the <c>ETag</c>.</summary>
    public required long Revision { get; init; }

    /// <summary>Gets when that was.</summary>
    public required DateTimeOffset Updated { get; init; }

    public static ItemAnswer Of(StoredItem item)
        => new() { Item = ItemBody.Of(item.Content), Revision = item.Revision, Updated = item.Updated };
}

/// <summary>Lists items by id.</summary>
internal sealed record ItemPage
{
    /// <summary>Gets the items.</summary>
    public required IReadOnlyList<ItemAnswer> Items { get; init; }

    /// <summary>Gets what to give as <c>after</c> for the following page; null at the end.</summary>
    public string? Next { get; init; }
}

/// <summary>Upserts items.</summary>
internal sealed record ItemsCall
{
    /// <summary>Gets 1 to 1,000 items.</summary>
    public IReadOnlyList<ItemBody>? Items { get; init; }
}

/// <summary>Counts what a batch did.</summary>
internal sealed record ItemsWritten
{
    /// <summary>Gets how many items are new.</summary>
    public required int Created { get; init; }

    /// <summary>Gets how many have changed.</summary>
    public required int Updated { get; init; }

    /// <summary>Gets how many were like that already.</summary>
    public required int Unchanged { get; init; }
}
