namespace Grlm;

/// <summary>Item–neighbour pairs of about one similarity: a consistent library shares more terms where texts are nearer.</summary>
/// <param name="From">Least similarity.</param>
/// <param name="To">Similarity that is no longer of them.</param>
/// <param name="Pairs">How many pairs there are.</param>
/// <param name="SharedTerms">Terms that a pair has in common, on average.</param>
public sealed record ConsistencyBin(double From, double To, int Pairs, double SharedTerms);
