namespace Grlm;

/// <summary>
/// Holds what the neighbours change, where terms were made without them: the same provider's library with them beside this one.
/// </summary>
/// <param name="ItemsChanged">Items that have another TID with context.</param>
/// <param name="UniqueTerms">Distinct terms with context.</param>
/// <param name="SingletonTerms">Terms of one item alone with context.</param>
/// <param name="SharedTermsWithNeighbors">Terms shared with each of the five nearest items with context, on average.</param>
public sealed record ContextFigures(int ItemsChanged, int UniqueTerms, int SingletonTerms, double? SharedTermsWithNeighbors);
