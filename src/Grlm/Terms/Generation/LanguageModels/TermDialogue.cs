using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Talks with a language model about one item until it has named a TID: an answer that is none is sent back with what is wrong, up to three
/// times. What the log has is not asked for. Safe for concurrent use.
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

    /// <summary>
    /// Tells of an answer of an earlier run that would be another now: it was cut off by a lower limit, or was thoughts alone.
    /// </summary>
    /// <param name="record">The answer.</param>
    /// <param name="maximumTokens">The limit now.</param>
    public static bool IsStale(AnswerRecord record, int maximumTokens)
        => record is { Terms: null, Answer: { } answer }
            && (record.Limit is { } limit
                ? limit < maximumTokens : TermReading.Of(answer, limit: null, record.HasThoughts == true, TermId.DefaultLength).IsInVain);

    /// <summary>Returns what has kept the model from naming anything at all; null where it has answered.</summary>
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
        var outcome = await HoldAsync(request,
            async turn => log.Find(turn.Key.Key, out var isCounted) is { } known ? Reuse(known, isCounted) : await Ask(turn));
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

    private async Task<(TermProposal Proposal, IReadOnlyList<ChatMessage> Conversation)> HoldAsync(
        TermRequest request, Func<Turn, Task<AnswerRecord>> answer)
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
        => $"This is not a term ID. {problem} Answer with {length} different keywords in square brackets, separated by " +
            $"commas, and with nothing else.";

    private async Task<AnswerRecord> AskAsync(Turn turn, CancellationToken cancellationToken)
    {
        if (budget.IsSpent)
        {
            throw new MissingPrerequisiteException(
                $"The budget of {budget.Text} is spent. The answers that there are are kept: " +
                    $"the stage goes on from them with a larger one (option 'budget').")
            {
                KeepsWork = true,
            };
        }

        try
        {
            return RecordAnswer(turn, await calls.AskAsync(turn.Messages, cancellationToken));
        }
        catch (Exception error) when (error is ModelRefusedException or InvalidInputException)
        {
            var refusal = new AnswerRecord(turn.ItemId, turn.Key.Text, model, turn.Attempt, null, null,
                $"The model refused: {error.Message}", 0, 0);
            budget.Count(refusal, reused: false);
            lock (_gate)
            {
                _refusals.Add(refusal);
            }

            return _faults.Count(refusal.Failure!, isRefusal: true) is { } end ? throw end : refusal;
        }
    }

    private AnswerRecord RecordAnswer(Turn turn, ModelAnswer answer)
    {
        var reading = TermReading.Of(answer.Text, answer.Limit, answer.HasThoughts, length);
        var record = new AnswerRecord(
            turn.ItemId, turn.Key.Text, model, turn.Attempt, answer.Text, reading.Problem is null ? reading.Terms : null,
            reading.Problem, answer.InputTokens, answer.OutputTokens)
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

        _faults.CountAnswer();
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

/// <summary>
/// Tells a fault of the whole run from one of an item: what is said of one item after another in the same words is no item's fault, and
/// asking on would only cost. Safe for concurrent use.
/// </summary>
/// <param name="model">Who is asked, for the message.</param>
/// <param name="hasAnswered">Whether the model has answered in a run before.</param>
internal sealed partial class RunFaults(string model, bool hasAnswered)
{
    private const int AlikeAtFirst = 5, AlikeInARow = 20;

    private readonly Lock _gate = new();
    private bool _hasAnswered = hasAnswered;
    private string _words = "";
    private int _alike;
    private bool _isRefusal;

    /// <summary>Notes that a model has answered, whatever it said.</summary>
    public void CountAnswer()
    {
        lock (_gate)
        {
            (_hasAnswered, _words, _alike) = (true, "", 0);
        }
    }

    /// <summary>Returns an item has come to nothing.</summary>
    /// <param name="problem">Why.</param>
    /// <param name="isRefusal">Whether the request was refused; otherwise it was answered, with nothing of use.</param>
    /// <returns>What ends the run, where the same was said of too many items; null to go on.</returns>
    public MissingPrerequisiteException? Count(string problem, bool isRefusal)
    {
        lock (_gate)
        {
            // Numbers of one item, such as how many tokens it has, don't make another fault of it.
            var words = Digits().Replace(problem, "0");
            _alike = words == _words ? _alike + 1 : 1;
            (_words, _isRefusal) = (words, isRefusal);
            return _alike >= (isRefusal && !_hasAnswered ? AlikeAtFirst : AlikeInARow) ? End(problem) : null;
        }
    }

    /// <summary>Returns what ends a run of few items that were all refused; null where it was another.</summary>
    /// <param name="problem">The last refusal.</param>
    public MissingPrerequisiteException? EndOfAll(string? problem)
    {
        lock (_gate)
        {
            return problem is not null && !_hasAnswered && _isRefusal ? End(problem) : null;
        }
    }

    private MissingPrerequisiteException End(string problem)
        => new(
            $"{model} gives no terms; of every item it is the same: {problem} What is there is kept, and the same command goes on from it.")
        { KeepsWork = true };

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}

/// <summary>
/// Counts what the answers behind a library take, those of earlier runs included, against what they may: tokens, or money where prices are
/// given. Safe for concurrent use.
/// </summary>
internal sealed class GenerationBudget(TermsOptions options)
{
    private const double PricedTokens = 1_000_000;

    private readonly Lock _gate = new();
    private (long Calls, long Reused, long Input, long Output) _used;

    /// <summary>Tells whether nothing may be asked any more.</summary>
    public bool IsSpent
    {
        get
        {
            lock (_gate)
            {
                return options.Budget is { } budget && (CostOf(_used.Input, _used.Output) ?? _used.Input + _used.Output) >= budget;
            }
        }
    }

    /// <summary>Gets the budget in words: <c>2 million tokens</c>.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{options.Budget:#,0.####}{(options.HasPrices ? "" : " tokens")}");

    /// <summary>Counts an answer.</summary>
    /// <param name="record">The answer.</param>
    /// <param name="reused">Whether it was there from an earlier run.</param>
    public void Count(AnswerRecord record, bool reused)
    {
        lock (_gate)
        {
            _used = (
                _used.Calls + (reused ? 0 : 1),
                _used.Reused + (reused ? 1 : 0),
                _used.Input + record.InputTokens,
                _used.Output + record.OutputTokens);
        }
    }

    /// <summary>Returns what has been used.</summary>
    public ModelUsage UsageOf(string model)
    {
        lock (_gate)
        {
            return new ModelUsage(model, _used.Calls, _used.Reused, _used.Input, _used.Output, CostOf(_used.Input, _used.Output));
        }
    }

    private double? CostOf(long input, long output)
        => options.HasPrices ? ((input * (options.InputPrice ?? 0)) + (output * (options.OutputPrice ?? 0))) / PricedTokens : null;
}
