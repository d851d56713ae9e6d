namespace Grlm;

/// <summary>Describes one item of a list.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its term ID; empty where it has none.</param>
/// <param name="Score">Whatever its source orders by; see <see cref="Recommendation"/>.</param>
/// <param name="Source">How it came into the list.</param>
public sealed record RecommendedItem(string ItemId, string Title, IReadOnlyList<string> Terms, double Score, GroundingSource Source);
