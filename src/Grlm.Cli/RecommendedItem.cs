namespace Grlm.Cli;

/// <summary>One item of a list as <c>grlm recommend --json</c> prints it.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its term ID; empty where it has none.</param>
/// <param name="Score">Whatever its source orders by.</param>
/// <param name="Source">How it came into the list.</param>
internal sealed record RecommendedItem(string ItemId, string Title, IReadOnlyList<string> Terms, double Score, GroundingSource Source);
