namespace Grlm;

/// <summary>Makes the text of an item that its vector is made from.</summary>
internal static class ItemText
{
    /// <summary>
    /// Returns the title, brand, category paths and description, a line each; what an item lacks has no line. In Unicode form C. Empty for
    /// an item without any of them.
    /// </summary>
    public static string Of(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);
        IEnumerable<string> parts = [item.Title, item.Brand, .. item.Categories.Select(path => string.Join(" > ", path)), item.Description];
        return Nfc.Normalize(string.Join('\n', parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part.Trim())));
    }
}
