namespace Grlm.Internal;

/// <summary>Tries a prompt on a few items of a workspace, spread over its catalogue, without writing to it.</summary>
/// <param name="models">The language models that there are.</param>
public sealed class TermSampling(TermProviders models)
{
    /// <summary>Asks about some items.</summary>
    /// <param name="options">The options of the terms stage.</param>
    /// <param name="workspace">The workspace, with catalogue and neighbours.</param>
    /// <param name="count">How many items.</param>
    /// <param name="progress">Told of each answer.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="InvalidOptionsException">The options name no language model, or lack what it needs.</exception>
    /// <exception cref="MissingPrerequisiteException">Catalogue, neighbours or model are not there.</exception>
    public async Task<TermSampleReport> RunAsync(
        TermsOptions options, GrlmWorkspace workspace, int count, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (options.Provider == TermProviders.Extract)
        {
            throw new InvalidOptionsException(
                "A sample tries a prompt on a language model. Name one by option 'provider' and option 'model'.");
        }

        OptionsValidation.Validate(options);
        _ = models.FilesOf(options);
        var catalog = DatasetReader.Read(workspace).Catalog;
        var neighbors = options.NoContext ? NeighborTable.Empty(catalog.Count) : NeighborTableFile.ByText.Read(workspace, catalog);
        var log = Path.GetTempFileName();
        try
        {
            var context = new TermContext(catalog, neighbors, new StageContext(workspace, Path.GetDirectoryName(log)!, progress));
            using var provider = models.ProviderOf(options, context, log, TimeProvider.System);
            return new TermSampleReport(await AskAsync(provider, context, options.LengthToMake, count, cancellationToken), provider.Usage);
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static async Task<IReadOnlyList<TermSample>> AskAsync(
        LanguageModelTermProvider provider, TermContext context, int length, int count, CancellationToken cancellationToken)
    {
        var items = context.Catalog.Count;
        var asked = Math.Min(count, items);
        var samples = new List<TermSample>(asked);
        for (var place = 0; place < asked; place++)
        {
            context.Stage.Progress.Report(new StageProgress("trying the prompt", place, asked, "items"));
            var item = (int)((long)place * items / asked);
            var (proposal, conversation) = await provider.HoldAsync(TermRequest.For(item), cancellationToken);
            _ = TermValidation.Check(proposal.Terms, length, out var termId);
            samples.Add(new TermSample(
                context.Catalog[item].Id,
                context.Catalog[item].Title,
                proposal.Failure is null && termId is not null ? termId.Terms : [],
                proposal.Attempts,
                proposal.Failure,
                [.. conversation.Select(turn => new TermSampleTurn(turn.Role.Value, turn.Text))]));
        }

        return samples;
    }
}

/// <summary>Describes a trial of a prompt on some items; nothing of it is kept.</summary>
/// <param name="Samples">The items.</param>
/// <param name="Usage">What the answers took.</param>
public sealed record TermSampleReport(IReadOnlyList<TermSample> Samples, ModelUsage Usage);

/// <summary>Holds what a language model says about one item, to try a prompt.</summary>
/// <param name="ItemId">The shop's identifier.</param>
/// <param name="Title">Its title.</param>
/// <param name="Terms">The terms in normal form; empty where it named no TID.</param>
/// <param name="Attempts">Answers that it took.</param>
/// <param name="Failure">Why there is no TID; null where there is one.</param>
/// <param name="Conversation">All that was said.</param>
public sealed record TermSample(
    string ItemId, string Title, IReadOnlyList<string> Terms, int Attempts, string? Failure, IReadOnlyList<TermSampleTurn> Conversation);

/// <summary>Describes a turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What is said.</param>
public sealed record TermSampleTurn(string Role, string Text);
