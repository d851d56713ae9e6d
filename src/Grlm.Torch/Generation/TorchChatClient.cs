using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using TorchSharp;

namespace Grlm.Torch;

/// <summary>
/// Represents a language model in this process as a chat client. Besides temperature, top-k, top-p, seed, stop texts and the maximum of
/// tokens it takes the options that <see cref="TorchChatProperties"/> names, and answers a JSON schema of a list of so many texts with
/// distinct terms in normal form. Safe for concurrent use: requests wait for one another, since there is one model.
/// </summary>
public sealed class TorchChatClient : IChatClient
{
    private readonly LanguageModel _model;
    private readonly bool _ownsModel;
    private readonly TextGenerationOptions _defaults;
    private readonly ChatClientMetadata _metadata;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lazy<TokenByteTrie> _vocabulary;

    /// <param name="model">The model; nobody else may use it meanwhile.</param>
    /// <param name="defaults">How answers are written where a request says nothing; null for what the model's makers recommend.</param>
    /// <param name="ownsModel">Whether the model is disposed of with the client (default: no, it stays the caller's).</param>
    /// <exception cref="InvalidOptionsException">The defaults do not go together.</exception>
    public TorchChatClient(LanguageModel model, TextGenerationOptions? defaults = null, bool ownsModel = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _ownsModel) = (model, ownsModel);
        _defaults = defaults ?? TextGenerationOptions.Of(model.GenerationDefaults);
        _defaults.Validate();
        _metadata = new ChatClientMetadata("grlm", defaultModelId: Path.GetFileName(Path.TrimEndingDirectorySeparator(model.Folder)));
        _vocabulary = new Lazy<TokenByteTrie>(() => new TokenByteTrie(
            [.. Enumerable.Range(0, model.Tokenizer.VocabularySize).Select(BytesOf)]));

        byte[] BytesOf(int id) => model.Tokenizer.IsSpecial(id) ? [] : model.Tokenizer.BytesOf(id).ToArray();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">An option has a value that it does not take.</exception>
    /// <exception cref="InvalidInputException">The conversation is longer than the model's positions, or not text alone.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var settings = ChatSettings.Of(options, _defaults);
        var turns = ChatTurns.Of(messages, options);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var result = await WriteAsync(turns, settings, null, cancellationToken);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, result.Text))
            {
                ModelId = _metadata.DefaultModelId,
                FinishReason = ReasonOf(result),
                Usage = UsageOf(result),
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Pieces are whole characters. The last update has the finish reason and the usage. When the caller stops reading, the model stops.
    /// </remarks>
    /// <exception cref="InvalidOptionsException">An option has a value that it does not take.</exception>
    /// <exception cref="InvalidInputException">The conversation is longer than the model's positions, or not text alone.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var settings = ChatSettings.Of(options, _defaults);
        var turns = ChatTurns.Of(messages, options);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
            var work = WriteAsync(turns, settings, pieces.Writer, stop.Token);
            try
            {
                await foreach (var piece in pieces.Reader.ReadAllAsync(CancellationToken.None))
                {
                    yield return Update(new TextContent(piece));
                }
            }
            finally
            {
                // The next request may have the model only when this one has left it, read to the end or not.
                await stop.CancelAsync();
                await Task.WhenAny(work);
            }

            var result = await work;
            var last = Update(new UsageContent(UsageOf(result)));
            last.FinishReason = ReasonOf(result);
            yield return last;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_model) ? _model
            : null;
    }

    /// <summary>Frees the model if it is the client's own. No request may be under way.</summary>
    public void Dispose()
    {
        _turn.Dispose();
        if (_ownsModel)
        {
            _model.Dispose();
        }
    }

    private async Task<TextResult> WriteAsync(
        IReadOnlyList<ChatTurn> turns, ChatSettings settings, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        try
        {
            return await TorchRuntime.RunAsync(torch.get_num_threads(), () => Write(turns, settings, pieces, cancellationToken),
                cancellationToken);
        }
        finally
        {
            pieces?.Complete();
        }
    }

    private TextResult Write(
        IReadOnlyList<ChatTurn> turns, ChatSettings settings, ChannelWriter<string>? pieces, CancellationToken cancellationToken)
    {
        var tokenizer = _model.Tokenizer;
        var template = new ChatTemplateOptions { AddGenerationPrompt = true, EnableThinking = settings.EnableThinking };
        var prompt = tokenizer.Encode(_model.ChatTemplate.Render(turns, template));
        var constraint = settings.Terms is var (count, form) ? new TermListConstraint(_vocabulary.Value, count, form) : null;
        IReadOnlyList<int> endTokens = _model.GenerationDefaults.EndTokens is { Count: > 0 } ends
            ? ends : tokenizer.EosTokenId is { } end ? [end] : [];
        return new TextGeneration(_model.Network, tokenizer, endTokens)
            .Write(prompt, settings.Generation, constraint, pieces is null ? null : piece => pieces.TryWrite(piece), cancellationToken);
    }

    private ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { ModelId = _metadata.DefaultModelId };

    private static ChatFinishReason ReasonOf(TextResult result)
        => result.Stop == StopReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;

    private static UsageDetails UsageOf(TextResult result) => new()
    {
        InputTokenCount = result.PromptTokens,
        OutputTokenCount = result.NewTokens,
        TotalTokenCount = result.PromptTokens + result.NewTokens,
    };
}
