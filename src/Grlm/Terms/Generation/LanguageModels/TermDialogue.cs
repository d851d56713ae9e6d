using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Talks with a language model about one item until it has named a TID: an answer that is none is sent back with what is wrong, up to three times.
/// What the log has is not asked for. Safe for concurrent use.
/// </summary>
/// <param name="length">Number of terms of a TID.</param>
/// <param name="model">What answers are kept under, beside the conversation.</param>
/// <param name="catalog">The items.</param>
/// <param name="prompts">How a conversation begins.</param>
/// <param name="log">The answers that there are.</param>
/// <param name="calls">Asks the model.</param>
/// <param name="budget">Counts the answers.</param>
internal sealed class TermDialogue(
    int length, string model, Catalog catalog, TermPrompts prompts, AnswerLog log, ModelCalls calls, GenerationBudget budget)
{
    private const int AskedAgain = 3;

    private readonly RunFaults _faults = new(model, log.HasAnswers);
    private readonly Lock _gate = new();
    private readonly List<AnswerRecord> _refusals = [];

    /// <summary>Tells of an answer of an earlier run that would be another now: it was cut off by a lower limit, or was thoughts alone.</summary>
    /// <param name="record">The answer.</param>
    /// <param name="maximumTokens">The limit now.</param>
    public static bool IsStale(AnswerRecord record, int maximumTokens)
        => record is { Terms: null, Answer: { } answer }
            && (record.Limit is { } limit ? limit < maximumTokens : TermReading.Of(answer, limit: null, record.HasThoughts == true, TermId.DefaultLength).IsInVain);

    /// <summary>What has kept the model from naming anything at all; null where it has answered.</summary>
    public MissingPrerequisiteException? FaultOfAll()
    {
        lock (_gate)
        {
            return _faults.EndOfAll(_refusals.LastOrDefault()?.Failure);
        }
    }

    /// <summary>Has the conversation about an item.</summary>
    /// <param name="request">The item.</param>
    /// <param name="retryFailed">Whether a conversation that has come to nothing is had anew.</param>
    /// <param name="cancellationToken">Stops waiting for an answer.</param>
    /// <returns>What came of it, and all that was said.</returns>
    /// <exception cref="GrlmException">No conversation can go on: the budget is spent, or the model gives no answers.</exception>
    public async Task<(TermProposal Proposal, IReadOnlyList<ChatMessage> Conversation)> HoldAsync(
        TermRequest request, bool retryFailed, CancellationToken cancellationToken)
    {
        var asked = false;
        var outcome = await HoldAsync(request, async turn => log.Find(turn.Key.Key, out var isCounted) is { } known ? Reuse(known, isCounted) : await Ask(turn));
        return retryFailed && !asked && outcome.Proposal.Failure is not null ? await HoldAsync(request, Ask) : outcome;

        AnswerRecord Reuse(AnswerRecord known, bool isCounted)
        {
            if (!isCounted)
            {
                budget.Count(known, reused: true);
            }

            return known;
        }

        Task<AnswerRecord> Ask(Turn turn)
        {
            asked = true;
            return AskAsync(turn, cancellationToken);
        }
    }

    private async Task<(TermProposal Proposal, IReadOnlyList<ChatMessage> Conversation)> HoldAsync(TermRequest request, Func<Turn, Task<AnswerRecord>> answer)
    {
        List<ChatMessage> messages = [.. prompts.Of(request)];
        for (var attempt = 1; ; attempt++)
        {
            AnswerRecord record;
            try
            {
                record = await answer(new Turn(catalog[request.Item].Id, attempt, messages, AnswerKey.Of(model, messages)));
            }
            catch (ModelUnavailableException error)
            {
                // Not in the log: the next run may find the server in better health.
                return (TermProposal.Failed(request.Item, attempt, $"The model gave no answer: {error.Message}"), messages);
            }

            if (record.Answer is not { } text)
            {
                return (TermProposal.Failed(request.Item, attempt, record.Failure ?? "The model refused."), messages);
            }

            messages.Add(new ChatMessage(ChatRole.Assistant, text));
            var reading = TermReading.Of(text, record.Limit, record.HasThoughts == true, length);
            if (reading.Problem is not { } problem)
            {
                return (new TermProposal(request.Item, reading.Terms, attempt), messages);
            }

            if (attempt > AskedAgain || reading.IsInVain)
            {
                return (TermProposal.Failed(request.Item, attempt, problem), messages);
            }

            messages.Add(new ChatMessage(ChatRole.User, Complaint(problem)));
        }
    }

    private string Complaint(string problem)
        => $"This is not a term ID. {problem} Answer with {length} different keywords in square brackets, separated by commas, and with nothing else.";

    private async Task<AnswerRecord> AskAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (budget.IsSpent)
        {
            throw new MissingPrerequisiteException(
                $"The budget of {budget.Text} is spent. The answers that there are are kept: the same command with a larger --budget goes on from them.")
            {
                KeepsWork = true,
            };
        }

        try
        {
            return Keep(turn, await calls.AskAsync(turn.Messages, cancellationToken));
        }
        catch (Exception error) when (error is ModelRefusedException or InvalidInputException)
        {
            var refusal = new AnswerRecord(turn.ItemId, turn.Key.Text, model, turn.Attempt, null, null, $"The model refused: {error.Message}", 0, 0);
            budget.Count(refusal, reused: false);
            lock (_gate)
            {
                _refusals.Add(refusal);
            }

            return _faults.Count(refusal.Failure!, isRefusal: true) is { } end ? throw end : refusal;
        }
    }

    private AnswerRecord Keep(Turn turn, ModelAnswer answer)
    {
        var reading = TermReading.Of(answer.Text, answer.Limit, answer.HasThoughts, length);
        var record = new AnswerRecord(
            turn.ItemId, turn.Key.Text, model, turn.Attempt, answer.Text, reading.Problem is null ? reading.Terms : null, reading.Problem, answer.InputTokens, answer.OutputTokens)
        {
            Limit = answer.Limit,
            HasThoughts = answer.HasThoughts ? true : null,
        };
        log.Append(record);
        budget.Count(record, reused: false);
        if (reading.IsInVain)
        {
            return _faults.Count(reading.Problem!, isRefusal: false) is { } end ? throw end : record;
        }

        _faults.Pass();
        lock (_gate)
        {
            // Others are answered: what was refused was refused for the item's sake, and would be again.
            _refusals.ForEach(log.Append);
            _refusals.Clear();
        }

        return record;
    }

    private sealed record Turn(string ItemId, int Attempt, IReadOnlyList<ChatMessage> Messages, (UInt128 Key, string Text) Key);
}
