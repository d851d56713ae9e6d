namespace Grlm;

/// <summary>Describes one item of a list.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">Its term ID; empty where it has none.</param>
/// <param name="Score">Whatever its source orders by; see <see cref="Recommendation"/>.</param>
/// <param name="Source">How it came into the list.</param>
public sealed record RecommendedItem(string ItemId, string Title, IReadOnlyList<string> Terms, double Score, GroundingSource Source)
{
    /// <summary>
    /// Gets how good it is beside the first of the list, which has 1: the ratio of their probabilities (of a fused list the weighted
    /// geometric mean of ranker's and generator's), or of their interactions; null where the two came into the list in ways that can't be
    /// compared.
    /// </summary>
    public double? Share { get; init; }

    /// <summary>Gets why it is recommended; null where that was not asked for.</summary>
    public Explanation? Explanation { get; init; }
}
