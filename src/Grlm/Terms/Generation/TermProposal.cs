namespace Grlm;

/// <summary>Holds what a provider has to say about one item.</summary>
/// <param name="Item">Index in the catalogue.</param>
/// <param name="Terms">The proposed terms, most important first, in any spelling; empty where the provider has none.</param>
/// <param name="Attempts">Answers that it took: 1 where the first was taken.</param>
/// <param name="Failure">Why there are no terms, in a sentence; null where there are.</param>
public sealed record TermProposal(int Item, IReadOnlyList<string> Terms, int Attempts = 1, string? Failure = null)
{
    /// <summary>Returns no terms, for a reason.</summary>
    /// <param name="item">Index in the catalogue.</param>
    /// <param name="attempts">Answers that were asked for.</param>
    /// <param name="reason">Why, in a sentence.</param>
    public static TermProposal Failed(int item, int attempts, string reason) => new(item, [], attempts, reason);
}
