namespace Grlm.Internal;

/// <summary>
/// Names of the columns of <see cref="ArtifactNames.Items"/> and <see cref="ArtifactNames.Interactions"/>, and of the same fields
/// in files to import.
/// </summary>
public static class DatasetColumns
{
    /// <summary>Names the shop's identifier of an item.</summary>
    public const string ItemId = "item_id";

    /// <summary>Names the title of an item; empty where it has none.</summary>
    public const string Title = "title";

    /// <summary>Names the brand of an item; empty where unknown.</summary>
    public const string Brand = "brand";

    /// <summary>Names the category paths of an item as JSON: <c>[["Beauty","Hair Care"]]</c>.</summary>
    public const string Categories = "categories";

    /// <summary>Names the description of an item; empty where it has none.</summary>
    public const string Description = "description";

    /// <summary>
    /// Names the name of the domain that an item, or the item of an interaction, belongs to; empty for one without a name. Datasets of
    /// older versions lack it.
    /// </summary>
    public const string Domain = "domain";

    /// <summary>Names the price of an item; not a number where unknown. Datasets of older versions lack it.</summary>
    public const string Price = "price";

    /// <summary>Names the pieces of an item in stock; not a number where unknown. Datasets of older versions lack it.</summary>
    public const string Stock = "stock";

    /// <summary>Names the shop's identifier of a user.</summary>
    public const string UserId = "user_id";

    /// <summary>Names when the interaction was: milliseconds since 1970; null where unknown.</summary>
    public const string Timestamp = "timestamp";

    /// <summary>Names the user's place among the users, 0-based.</summary>
    public const string UserIndex = "user_index";

    /// <summary>Names the item's place in the catalogue, 0-based.</summary>
    public const string ItemIndex = "item_index";
}
