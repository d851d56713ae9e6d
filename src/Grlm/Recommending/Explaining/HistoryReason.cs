namespace Grlm;

/// <summary>Says what an item of the history has to do with a recommendation.</summary>
/// <param name="ItemId">The shop's identifier of the item of the history.</param>
/// <param name="Title">Its title.</param>
/// <param name="SharedTerms">Terms that it shares with the recommended item.</param>
/// <param name="Neighbor">How strongly users turn to the recommended item around it; null where they don't.</param>
/// <param name="Drop">
/// How much the recommended item's score falls if the item is left out of the history, computed by scoring again; below 0 where it rises.
/// </param>
public sealed record HistoryReason(string ItemId, string Title, IReadOnlyList<string> SharedTerms, double? Neighbor, double Drop);
