using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Grlm.Providers;

/// <summary>
/// Vectors from a server, in the order of the texts. It asks again, three times at most and as late as it is told to (<c>Retry-After</c>),
/// where that may help, and gives a batch up that takes too long. Safe for concurrent use.
/// </summary>
internal sealed class ServerEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Retries = 3;

    // The widest vectors have some ten thousand numbers of twenty letters at most.
    private const long BytesOfAVector = 1 << 18, BytesAround = 1 << 16;

    private readonly ServerConnection _connection;
    private readonly ServerProtocol _protocol;
    private readonly EmbedOptions _options;
    private readonly ResiliencePipeline<GeneratedEmbeddings<Embedding<float>>> _pipeline;

    /// <param name="connection">What it speaks through; disposed of with this.</param>
    /// <param name="protocol">How the server wants to be asked.</param>
    /// <param name="options">The model, and how long an answer may take.</param>
    /// <param name="clock">The clock of waits and time-outs.</param>
    public ServerEmbeddings(ServerConnection connection, ServerProtocol protocol, EmbedOptions options, TimeProvider clock)
    {
        (_connection, _protocol, _options) = (connection, protocol, options);
        _pipeline = new ResiliencePipelineBuilder<GeneratedEmbeddings<Embedding<float>>> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<GeneratedEmbeddings<Embedding<float>>>
            {
                MaxRetryAttempts = Retries,
                Delay = TimeSpan.FromSeconds(1),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is ModelUnavailableException),
                DelayGenerator = attempt => ValueTask.FromResult((attempt.Outcome.Exception as ModelUnavailableException)?.RetryAfter),
            })
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => ValueTask.FromResult(TimeSpan.FromSeconds(options.Timeout)) })
            .Build();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">The answer is not a vector for each text.</exception>
    /// <exception cref="MissingPrerequisiteException">The server gives no vectors.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        try
        {
            return await _pipeline.ExecuteAsync(token => new ValueTask<GeneratedEmbeddings<Embedding<float>>>(AskAsync(texts, token)),
                cancellationToken);
        }
        catch (TimeoutRejectedException error)
        {
            throw new ModelUnavailableException($"there was no whole answer within {_options.Timeout:0.#} s.", innerException: error);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private Task<GeneratedEmbeddings<Embedding<float>>> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["model"] = ServerOptions.ModelOf(_options),
            ["input"] = new JsonArray([.. texts.Select(text => (JsonNode?)text)])
        };
        return _connection.PostAsync(
            _protocol.EmbeddingResource,
            request,
            BytesAround + (texts.Length * BytesOfAVector),
            answer => VectorAnswer.Read(answer, texts.Length),
            cancellationToken);
    }
}
