namespace Grlm;

/// <summary>Describes one item that a text was grounded to.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Score">Sum of the weights of the terms that matched.</param>
/// <param name="MatchedTerms">The item's terms that matched, in slot order.</param>
public sealed record GroundedItem(int Item, double Score, IReadOnlyList<string> MatchedTerms);
