using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Proposes the terms that a language model names (context-aware term generation: GRLM, section 3.1). Every answer goes into a log, and
/// what it has is not asked for again: a run that was stopped loses the calls under way and nothing else.
/// </summary>
internal sealed class LanguageModelTermProvider : ITermProvider, IDisposable
{
    private readonly TermsOptions _options;
    private readonly string _model;
    private readonly AnswerLog _log;
    private readonly ModelCalls _calls;
    private readonly GenerationBudget _budget;
    private readonly TermDialogue _dialogue;

    /// <param name="options">The options of the stage.</param>
    /// <param name="connection">The model; disposed of with the provider.</param>
    /// <param name="prompts">How conversations begin.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="log">Path of the log.</param>
    /// <param name="clock">The clock of waits and time-outs.</param>
    public LanguageModelTermProvider(
        TermsOptions options, LanguageModelConnection connection, TermPrompts prompts, Catalog catalog, string log, TimeProvider clock)
    {
        (_options, _model) = (options, connection.Identity);
        _log = new AnswerLog(log, record => TermDialogue.IsStale(record, options.MaximumTokensOf(connection.Thinks)));
        _calls = new ModelCalls(connection, options, clock);
        _budget = new GenerationBudget(options);
        _dialogue = new TermDialogue(options.LengthToMake, _model, catalog, prompts, _log, _calls, _budget);
    }

    /// <inheritdoc/>
    public ModelUsage Usage => _budget.UsageOf(_model);

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">The budget is spent, or the model gives no answers any more. What is under way is
    /// waited for first.</exception>
    public async IAsyncEnumerable<TermProposal> ProposeAsync(
        IReadOnlyList<TermRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var proposals = Channel.CreateBounded<TermProposal>(new BoundedChannelOptions(_calls.MaximumConcurrency) { SingleReader = true });
        var work = WriteAsync(requests, proposals.Writer, stop.Token);
        try
        {
            await foreach (var proposal in proposals.Reader.ReadAllAsync(cancellationToken))
            {
                yield return proposal;
            }
        }
        finally
        {
            // Nobody may write to the log when whoever reads has gone.
            await stop.CancelAsync();
            await Task.WhenAny(work);
        }

        await work;
    }

    /// <summary>Has the conversation about one item.</summary>
    /// <returns>What came of it, and all that was said.</returns>
    /// <exception cref="MissingPrerequisiteException">The budget is spent, or the model gives no answers.</exception>
    public Task<(TermProposal Proposal, IReadOnlyList<ChatMessage> Conversation)> HoldAsync(
        TermRequest request, CancellationToken cancellationToken)
        => _dialogue.HoldAsync(request, _options.RetryFailed, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _calls.Dispose();
        _log.Dispose();
    }

    private async Task WriteAsync(
        IReadOnlyList<TermRequest> requests, ChannelWriter<TermProposal> proposals, CancellationToken cancellationToken)
    {
        GrlmException? end = null;
        try
        {
            var workers = new ParallelOptions { MaxDegreeOfParallelism = _calls.MaximumConcurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(requests, workers, async (request, token) =>
            {
                // Whatever ends the run, answers that are under way have their price: they are waited for, and only nothing new begins.
                if (Volatile.Read(ref end) is not null)
                {
                    return;
                }

                try
                {
                    var (proposal, _) = await HoldAsync(request, token);
                    await proposals.WriteAsync(proposal, token);
                }
                catch (GrlmException error)
                {
                    Interlocked.CompareExchange(ref end, error, null);
                }
            });
        }
        finally
        {
            proposals.Complete();
        }

        if ((end ?? _dialogue.FaultOfAll()) is { } fault)
        {
            throw fault;
        }
    }
}
