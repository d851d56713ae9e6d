namespace Grlm;

/// <summary>Says how often a term is used.</summary>
/// <param name="Term">The term.</param>
/// <param name="Items">Items that have it.</param>
public sealed record TermFrequency(string Term, int Items);
