namespace Grlm.Serving;

/// <summary>Tells that an item has changed.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Revision">The number of the change; several changes of one item show as the last of them.</param>
/// <param name="Item">The item as it is now; null where it has been deleted.</param>
public sealed record ItemChange(string Id, long Revision, StoredItem? Item);
