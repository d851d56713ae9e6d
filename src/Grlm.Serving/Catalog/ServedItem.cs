namespace Grlm.Serving;

/// <summary>Holds an item as it is served.</summary>
/// <param name="Index">Its index, by which models and filters know it.</param>
/// <param name="Content">What the shop says of it; null where it has been deleted.</param>
/// <param name="Proxy">
/// The index that stands for it in a history: its own, or of a new item that of the one most like it; -1 for none.
/// </param>
internal sealed record ServedItem(int Index, ItemContent? Content, int Proxy)
{
    /// <summary>Tells whether it may be recommended: it is there, not hidden, and not known to be out of stock.</summary>
    public bool IsAvailable => Content is { Hidden: false, Item.Stock: null or > 0 };
}
