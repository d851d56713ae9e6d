namespace Grlm.Torch;

/// <summary>An item's share of what is to be written.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Share">Its share, or its weight where shares may be negative.</param>
internal readonly record struct ItemShare(int Item, float Share);
