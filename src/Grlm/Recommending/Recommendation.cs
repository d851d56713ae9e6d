namespace Grlm.Internal;

/// <summary>Describes one recommended item.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Score">Log-probability of the generated TID or of the ranker, structural score, or popularity count: whatever
/// <paramref name="Source"/> orders by.</param>
/// <param name="Source">How the item came into the list.</param>
public readonly record struct Recommendation(int Item, double Score, GroundingSource Source);
