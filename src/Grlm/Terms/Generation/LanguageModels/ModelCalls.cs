using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Grlm;

/// <summary>
/// Asks a language model so that a busy or failing server is borne: fewer calls at a time after an overload, waits as long as the server
/// asks or ever longer with jitter, a limit on the time of a call, and a pause for all after many failures. Safe for concurrent use.
/// </summary>
internal sealed class ModelCalls : IDisposable
{
    private const int RetriesBeforeFirstAnswer = 3;
    private const int Retries = 8;
    private const int LostBeforeFirstAnswer = 3;
    private const int LostInARow = 10;

    private readonly LanguageModelConnection _connection;
    private readonly AdaptiveConcurrency _concurrency;
    private readonly ResiliencePipeline<ModelAnswer> _again;
    private readonly ResiliencePipeline<ModelAnswer> _once;
    private readonly ChatOptions _asked;
    private readonly double _timeout;
    private volatile bool _hasAnswered;
    private volatile ModelUnavailableException? _lastFault;
    private int _lost;

    /// <param name="connection">The model; disposed of with this.</param>
    /// <param name="options">Concurrency, time-out, number of terms and length of answers.</param>
    /// <param name="clock">The clock of waits and time-outs.</param>
    public ModelCalls(LanguageModelConnection connection, TermsOptions options, TimeProvider clock)
    {
        _connection = connection;
        MaximumConcurrency = Math.Min(options.Concurrency, connection.MaximumConcurrency);
        _concurrency = new AdaptiveConcurrency(MaximumConcurrency, clock);
        _again = RetryPipeline(clock);
        _once = CallPipeline(connection.CanHang ? TimeSpan.FromSeconds(options.Timeout) : Timeout.InfiniteTimeSpan, clock);
        _timeout = options.Timeout;
        _asked = new ChatOptions
        {
            Temperature = 0,
            MaxOutputTokens = options.MaximumTokensOf(connection.Thinks),
            ResponseFormat = TermAnswerSchema.Of(options.LengthToMake),
            AdditionalProperties = new AdditionalPropertiesDictionary(connection.Properties),
        };
    }

    /// <summary>Calls that may run at a time at most.</summary>
    public int MaximumConcurrency { get; }

    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="ModelRefusedException">The model does not take this conversation.</exception>
    /// <exception cref="ModelUnavailableException">There was no answer to this conversation however often it was asked for.</exception>
    /// <exception cref="MissingPrerequisiteException">The model gives no answers any more at all.</exception>
    public async Task<ModelAnswer> AskAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _again.ExecuteAsync(
                static (state, token) => new ValueTask<ModelAnswer>(state.Calls.AskOnceAsync(state.Messages, token)),
                (Calls: this, Messages: messages),
                cancellationToken);
            _hasAnswered = true;
            Interlocked.Exchange(ref _lost, 0);
            return answer;
        }
        catch (Exception error) when (MayPass(error))
        {
            // The breaker only repeats that there were faults: what they were is what helps.
            var fault = error as ModelUnavailableException ?? _lastFault
                ?? new ModelUnavailableException(error.Message, innerException: error);

            // One item after another without an answer: it is the server, not the items.
            var isGone = Interlocked.Increment(ref _lost) >= (_hasAnswered ? LostInARow : LostBeforeFirstAnswer);
            throw isGone
                ? new MissingPrerequisiteException(
                    $"{_connection.Identity} gives no answers ({fault.Message}). Those that are there are kept: " +
                        $"when it is back, the same command goes on from them.", fault)
                {
                    KeepsWork = true,
                }
                : fault;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Client.Dispose();

    private static bool MayPass(Exception? error) => error is ModelUnavailableException or BrokenCircuitException;

    private static ResiliencePipeline<ModelAnswer> CallPipeline(TimeSpan timeout, TimeProvider clock)
        => new ResiliencePipelineBuilder<ModelAnswer> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ModelAnswer>
            {
                FailureRatio = 0.9,
                MinimumThroughput = 20,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDuration = TimeSpan.FromSeconds(15),

                // An overload is answered with fewer calls, not with none.
                ShouldHandle =
                    call => ValueTask.FromResult(
                        call.Outcome.Exception is TimeoutRejectedException or ModelUnavailableException { IsOverload: false }),
            })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => ValueTask.FromResult(timeout) })
            .Build();

    private ResiliencePipeline<ModelAnswer> RetryPipeline(TimeProvider clock)
        => new ResiliencePipelineBuilder<ModelAnswer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<ModelAnswer>
            {
                MaxRetryAttempts = Retries,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromMinutes(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(
                    MayPass(attempt.Outcome.Exception) && (_hasAnswered || attempt.AttemptNumber < RetriesBeforeFirstAnswer)),
                DelayGenerator = attempt => ValueTask.FromResult(attempt.Outcome.Exception switch
                {
                    ModelUnavailableException unavailable => unavailable.RetryAfter,
                    BrokenCircuitException broken => broken.RetryAfter,
                    _ => null,
                }),
            })
            .Build();

    private async Task<ModelAnswer> AskOnceAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var overloads = await _concurrency.EnterAsync(cancellationToken);
        try
        {
            var answer = await _once.ExecuteAsync(
                static (state, token) => new ValueTask<ModelAnswer>(state.Calls.AnswerAsync(state.Messages, token)),
                (Calls: this, Messages: messages),
                cancellationToken);
            _concurrency.Success();
            return answer;
        }
        catch (TimeoutRejectedException error)
        {
            _concurrency.Overload(overloads, TimeSpan.Zero);
            throw _lastFault = new ModelUnavailableException($"there was no whole answer within {_timeout:0.#} s", innerException: error);
        }
        catch (ModelUnavailableException error)
        {
            _lastFault = error;
            if (error.IsOverload)
            {
                _concurrency.Overload(overloads, error.RetryAfter ?? TimeSpan.Zero);
            }

            throw;
        }
        finally
        {
            _concurrency.Leave();
        }
    }

    private async Task<ModelAnswer> AnswerAsync(IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        var response = await _connection.Client.GetResponseAsync(messages, _asked, cancellationToken);
        return new ModelAnswer(
            response.Text,
            response.Usage?.InputTokenCount ?? TokenEstimate.Of(messages.Sum(message => message.Text.Length)),
            response.Usage?.OutputTokenCount ?? TokenEstimate.Of(response.Text.Length))
        {
            Limit = response.FinishReason == ChatFinishReason.Length ? _asked.MaxOutputTokens : null,
            HasThoughts = response.Messages.SelectMany(message => message.Contents).Any(content => content is TextReasoningContent),
        };
    }
}

/// <summary>Describes one answer of a language model.</summary>
/// <param name="Text">What it said.</param>
/// <param name="InputTokens">Tokens that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
internal sealed record ModelAnswer(string Text, long InputTokens, long OutputTokens)
{
    /// <summary>Gets the limit of tokens that cut it off; null where it ended by itself.</summary>
    public int? Limit { get; init; }

    /// <summary>Tells whether it has thoughts that the server told apart from the text.</summary>
    public bool HasThoughts { get; init; }
}

/// <summary>Tokens of a text where a server does not count them, so that a budget holds nevertheless.</summary>
internal static class TokenEstimate
{
    private const int CharactersOfAToken = 4;

    /// <summary>Estimates tokens, rounded up.</summary>
    /// <param name="characters">Length of the text.</param>
    public static int Of(int characters) => (characters + CharactersOfAToken - 1) / CharactersOfAToken;
}

/// <summary>
/// Describes the form of an answer where the provider can be held to one: an object with a list of texts, as many as a TID has terms and
/// none longer than a term, so that a model that has lost its way comes to an end.
/// </summary>
internal static class TermAnswerSchema
{
    /// <summary>Returns the form, for the options of a call.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static ChatResponseFormatJson Of(int length) => ChatResponseFormat.ForJsonSchema(
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["terms"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = TermNormalForm.MaximumLength },
                    ["minItems"] = length,
                    ["maxItems"] = length,
                },
            },
            ["required"] = new JsonArray("terms"),
            ["additionalProperties"] = false,
        }),
        schemaName: "term_id",
        schemaDescription: "The keywords of a product, the most important first.");
}
