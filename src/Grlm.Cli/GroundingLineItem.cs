namespace Grlm.Cli;

/// <summary>One item of a text as <c>grlm ground --json</c> prints it.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Score">Sum of the weights of the terms that matched.</param>
/// <param name="MatchedTerms">The item's terms that matched.</param>
internal sealed record GroundingLineItem(string ItemId, double Score, IReadOnlyList<string> MatchedTerms);
