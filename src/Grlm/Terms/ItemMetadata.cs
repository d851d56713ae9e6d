namespace Grlm;

/// <summary>What is known of an item as one text: equal exactly where title, brand, categories and description are, composed
/// (form C) or not.</summary>
internal static class ItemMetadata
{
    private const char Field = '\u001F', Part = '\u001E', Path = '\u001D';

    /// <summary>The text.</summary>
    public static string KeyOf(Item item)
    {
        var categories = string.Join(Path, item.Categories.Select(path => string.Join(Part, path)));
        return Nfc.Normalize(string.Join(Field, item.Title, item.Brand, categories, item.Description));
    }
}
