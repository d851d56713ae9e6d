namespace Grlm;

/// <summary>
/// Makes terms for items from their metadata and their neighbours': extraction, or a language model. The terms stage validates what comes,
/// falls back to extraction where it is no TID, unifies variants and repairs collisions; a provider need do none of that.
/// </summary>
public interface ITermProvider
{
    /// <summary>Gets what the proposals so far have taken; null for a provider that costs nothing.</summary>
    ModelUsage? Usage => null;

    /// <summary>
    /// Proposes terms for every item asked for: one proposal each, in any order, as soon as it is there. An item's failure is a proposal
    /// with a reason, not an exception. A provider may ask a model again before it answers; <see cref="TermValidation"/> says what is wrong
    /// with an answer.
    /// </summary>
    /// <param name="requests">The items to do. In the first pass none has collisions; in a round of collision repair all have.</param>
    /// <param name="cancellationToken">Stops the work; what a provider has written to its log stays for the next run.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IAsyncEnumerable<TermProposal> ProposeAsync(IReadOnlyList<TermRequest> requests, CancellationToken cancellationToken);
}
