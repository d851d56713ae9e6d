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
            catch (ChatUnavailableException error)
            {
                // Not in the log: the next run may find the server in better health.
                return (TermProposal.Failed(request.Item, attempt, $"The model gave no answer: {error.Message}"), messages);
            }

            if (record.Answer is not { } text)
            {
                return (TermProposal.Failed(request.Item, attempt, record.Failure ?? "The model refused."), messages);
            }

            messages.Add(new ChatMessage(ChatRole.Assistant, text));
            var terms = TermAnswer.Parse(text);
            var problem = ProblemOf(terms);
            if (problem is null || attempt > AskedAgain)
            {
                return (problem is null ? new TermProposal(request.Item, terms, attempt) : TermProposal.Failed(request.Item, attempt, problem), messages);
            }

            messages.Add(new ChatMessage(ChatRole.User, Complaint(problem)));
        }
    }

    private string? ProblemOf(IReadOnlyList<string> terms)
        => terms.Count == 0 ? "There is no list of keywords in the answer." : TermValidation.Check(terms, length, out _);

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

        AnswerRecord record;
        try
        {
            var answer = await calls.AskAsync(turn.Messages, cancellationToken);
            var terms = TermAnswer.Parse(answer.Text);
            var problem = ProblemOf(terms);
            record = new AnswerRecord(
                turn.ItemId, turn.Key.Text, model, turn.Attempt, answer.Text, problem is null ? terms : null, problem, answer.InputTokens, answer.OutputTokens);
        }
        catch (Exception error) when (error is ChatRefusedException or InvalidInputException)
        {
            record = new AnswerRecord(turn.ItemId, turn.Key.Text, model, turn.Attempt, null, null, $"The model refused: {error.Message}", 0, 0);
        }

        log.Append(record);
        budget.Count(record, reused: false);
        return record;
    }

    private sealed record Turn(string ItemId, int Attempt, IReadOnlyList<ChatMessage> Messages, (UInt128 Key, string Text) Key);
}
