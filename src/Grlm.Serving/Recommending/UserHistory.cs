namespace Grlm.Serving;

/// <summary>Holds what is known of somebody.</summary>
/// <param name="Items">Item indices that the models know, oldest first.</param>
/// <param name="Seen">Indices of all items of the history.</param>
/// <param name="Unknown">Ids that are no item's.</param>
internal sealed record UserHistory(IReadOnlyList<int> Items, IReadOnlySet<int> Seen, IReadOnlyList<string> Unknown);
