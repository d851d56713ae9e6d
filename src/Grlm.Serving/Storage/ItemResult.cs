namespace Grlm.Serving;

/// <summary>Tells what a write did to an item.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Item">The item as the store now has it; null where it has none.</param>
public sealed record ItemResult(ItemOutcome Outcome, StoredItem? Item);
