namespace Grlm;

/// <summary>
/// Makes the TIDs of a catalogue of what a provider proposes: proposals are validated, and extraction takes the place of what is no TID. TIDs
/// that are there already are kept to the letter. The outcome depends on the proposals, not on the order in which they come.
/// </summary>
/// <param name="provider">Proposes terms.</param>
/// <param name="extractor">Extracts terms where the provider has none; may be the provider itself.</param>
internal sealed class TermGeneration(ITermProvider provider, TermExtractor extractor)
{
    /// <summary>Makes a TID for every item that has none.</summary>
    /// <param name="existing">The TIDs that are there, in catalogue order; null for the items to do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GeneratedTerms> RunAsync(IReadOnlyList<TermId?> existing, CancellationToken cancellationToken)
    {
        var termIds = existing.ToArray();
        int[] open = [.. Enumerable.Range(0, termIds.Length).Where(item => termIds[item] is null)];
        var (first, retried) = (0, 0);
        var failures = new SortedDictionary<int, TermProposal>();
        foreach (var item in open)
        {
            failures[item] = TermProposal.Failed(item, attempts: 0, "The provider gave no answer.");
        }

        await foreach (var proposal in provider.ProposeAsync([.. open.Select(TermRequest.For)], cancellationToken))
        {
            var problem = proposal.Failure ?? TermValidation.Check(proposal.Terms, out termIds[proposal.Item]);
            if (problem is not null)
            {
                failures[proposal.Item] = TermProposal.Failed(proposal.Item, proposal.Attempts, problem);
                continue;
            }

            failures.Remove(proposal.Item);
            first += proposal.Attempts == 1 ? 1 : 0;
            retried += proposal.Attempts == 1 ? 0 : 1;
        }

        foreach (var item in failures.Keys)
        {
            termIds[item] = extractor.Extract(item);
        }

        var extractsAll = ReferenceEquals(provider, extractor);
        return new GeneratedTerms
        {
            TermIds = termIds,
            ValidAtFirst = extractsAll ? 0 : first,
            Retried = retried,
            Extracted = extractsAll ? open.Length : failures.Count,
            Failures = [.. failures.Values],
        };
    }
}
