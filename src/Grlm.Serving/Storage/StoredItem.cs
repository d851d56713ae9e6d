namespace Grlm.Serving;

/// <summary>Holds an item as the store has it.</summary>
/// <param name="Content">What the shop says of it.</param>
/// <param name="Revision">The number of the change that made it so: it grows with every change of any item, and serves as ETag.</param>
/// <param name="Updated">When that was.</param>
public sealed record StoredItem(ItemContent Content, long Revision, DateTimeOffset Updated);
