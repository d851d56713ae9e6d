namespace Grlm.Internal;

/// <summary>Holds what a language model says about one item, to try a prompt.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">The terms in normal form; empty where it named no TID.</param>
/// <param name="Attempts">Answers that it took.</param>
/// <param name="Failure">Why there is no TID; null where there is one.</param>
/// <param name="Conversation">All that was said.</param>
public sealed record TermSample(
    string ItemId, string Title, IReadOnlyList<string> Terms, int Attempts, string? Failure, IReadOnlyList<TermSampleTurn> Conversation);
