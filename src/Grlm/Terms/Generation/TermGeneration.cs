namespace Grlm;

/// <summary>
/// Makes the TIDs of a catalogue of what a provider proposes: proposals are validated, extraction takes the place of what is no TID, forms
/// of one word are unified, near-duplicates merged if asked for, collisions repaired. TIDs that are there already are kept to the letter.
/// The outcome depends on the proposals, not on the order in which they come.
/// </summary>
/// <param name="context">The items and their neighbours.</param>
/// <param name="provider">Proposes terms.</param>
/// <param name="extractor">Extracts terms where the provider has none; may be the provider itself.</param>
/// <param name="options">Number of terms, rounds of collision repair, and standardisation.</param>
internal sealed class TermGeneration(TermContext context, ITermProvider provider, TermExtractor extractor, TermsOptions options)
{
    private const string Activity = "making terms";

    private bool ExtractsAll => ReferenceEquals(provider, extractor);

    /// <summary>Makes a TID for every item that has none and is to have one.</summary>
    /// <param name="existing">The TIDs that are there, in catalogue order; null for the items to do.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<GeneratedTerms> RunAsync(IReadOnlyList<TermId?> existing, CancellationToken cancellationToken)
    {
        var termIds = existing.ToArray();
        var left = options.Without.Select(context.Catalog.IndexOf).ToHashSet();
        foreach (var item in left)
        {
            termIds[item] = null;
        }

        var open = Enumerable.Range(0, termIds.Length).Where(item => termIds[item] is null && !left.Contains(item)).ToHashSet();
        int[] items = [.. open.Order()];
        var isLimited = options.Limit < items.Length;
        var answers = await AskAsync(isLimited ? items[..options.Limit!.Value] : items, termIds, cancellationToken);
        int[] unnamed = [.. items.Where(item => termIds[item] is null)];
        foreach (var item in unnamed)
        {
            termIds[item] = extractor.Extract(item);
        }

        var variants = TermVariants.Unify(termIds, open, context.Neighbors, extractor.AlternativesOf);
        var merges = Standardization.Apply(termIds, open, options, extractor.AlternativesOf);
        var repaired = await new CollisionRepair(context.Catalog, termIds, open, extractor.Cutter).RunAsync(provider,
            isLimited ? 0 : options.CollisionRounds, cancellationToken);
        return new GeneratedTerms
        {
            TermIds = termIds,
            ValidAtFirst = ExtractsAll ? 0 : answers.ValidAtFirst,
            Retried = answers.Retried,
            Extracted = ExtractsAll ? open.Count : unnamed.Length,
            Failed = open.Count(item => termIds[item] is null),
            Failures = answers.Failures,
            Variants = variants,
            Merges = merges,
            Repaired = repaired,
            Usage = provider.Usage,
        };
    }

    private async Task<(int ValidAtFirst, int Retried, IReadOnlyList<TermProposal> Failures)> AskAsync(
        int[] items, TermId?[] termIds, CancellationToken cancellationToken)
    {
        var (first, retried, done) = (0, 0, 0);
        var failures = new SortedDictionary<int, TermProposal>(
            items.ToDictionary(item => item, item => TermProposal.Failed(item, attempts: 0, "The provider gave no answer.")));
        await foreach (var proposal in provider.ProposeAsync([.. items.Select(TermRequest.For)], cancellationToken))
        {
            context.Stage.Progress.Report(new StageProgress(Activity, ++done, items.Length, "items", Detail()));
            var problem = proposal.Failure ?? TermValidation.Check(proposal.Terms, options.LengthToMake, out termIds[proposal.Item]);
            if (problem is not null)
            {
                failures[proposal.Item] = TermProposal.Failed(proposal.Item, proposal.Attempts, problem);
                continue;
            }

            failures.Remove(proposal.Item);
            first += proposal.Attempts == 1 ? 1 : 0;
            retried += proposal.Attempts == 1 ? 0 : 1;
        }

        return (first, retried, [.. failures.Values]);
    }

    private string? Detail() => provider.Usage is { } usage
        ? $"{usage.InputTokens + usage.OutputTokens:N0} tokens{(usage.Cost is { } cost ? $", {cost:N2}" : "")}"
        : null;
}

/// <summary>Holds what came of making terms for a catalogue.</summary>
internal sealed record GeneratedTerms
{
    /// <summary>Gets the TID of every item in catalogue order; null for an item that has none.</summary>
    public required IReadOnlyList<TermId?> TermIds { get; init; }

    /// <summary>Items whose first answer was a TID.</summary>
    public required int ValidAtFirst { get; init; }

    /// <summary>Gets the number of items whose answer became a TID when the provider asked again.</summary>
    public required int Retried { get; init; }

    /// <summary>Items whose TID was extracted.</summary>
    public required int Extracted { get; init; }

    /// <summary>Items that were to have a TID and have none.</summary>
    public required int Failed { get; init; }

    /// <summary>Items for which the provider had no TID, by index, with the reason; extraction has made theirs.</summary>
    public required IReadOnlyList<TermProposal> Failures { get; init; }

    /// <summary>Forms of a word that have given way to another.</summary>
    public required IReadOnlyList<TermMerge> Variants { get; init; }

    /// <summary>Terms that standardisation has merged into others.</summary>
    public required IReadOnlyList<TermMerge> Merges { get; init; }

    /// <summary>Items whose TID was changed because it collided.</summary>
    public required int Repaired { get; init; }

    /// <summary>Gets what the provider's answers took; null for one that costs nothing.</summary>
    public ModelUsage? Usage { get; init; }
}
