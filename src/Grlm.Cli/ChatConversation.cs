using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Grlm.Cli;

/// <summary>Represents a conversation with a language model: each answer is part of what the next question builds on.</summary>
internal sealed class ChatConversation
{
    private readonly IChatClient _client;
    private readonly ChatOptions _options;
    private readonly List<ChatMessage> _messages = [];

    /// <param name="client">The model.</param>
    /// <param name="options">How it answers.</param>
    public ChatConversation(IChatClient client, ModelChatOptions options)
    {
        _client = client;
        _options = new ChatOptions
        {
            MaxOutputTokens = options.MaximumTokens,
            Temperature = (float?)options.Temperature,
            Seed = options.Seed,
            AdditionalProperties = [],
        };
        if (options.Thinking is { } thinking)
        {
            _options.AdditionalProperties[TorchChatProperties.EnableThinking] = thinking;
        }

        if (options.Terms is { } terms)
        {
            _options.AdditionalProperties[TorchChatProperties.TermCount] = terms;
        }

        if (options.System is { } system)
        {
            _messages.Add(new ChatMessage(ChatRole.System, system));
        }
    }

    /// <summary>Returns the answer, and adds question and answer to the conversation.</summary>
    /// <param name="question">The user's turn.</param>
    /// <param name="write">Told of the answer piece by piece.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    public async Task<ChatAnswer> AnswerAsync(string question, Action<string> write, CancellationToken cancellationToken)
    {
        _messages.Add(new ChatMessage(ChatRole.User, question));
        var watch = Stopwatch.StartNew();
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in _client.GetStreamingResponseAsync(_messages, _options, cancellationToken))
        {
            write(update.Text);
            updates.Add(update);
        }

        var response = updates.ToChatResponse();
        _messages.AddRange(response.Messages);
        return new ChatAnswer(
            response.Text,
            response.FinishReason?.Value,
            response.Usage?.InputTokenCount ?? 0,
            response.Usage?.OutputTokenCount ?? 0,
            watch.Elapsed.TotalSeconds);
    }
}

/// <summary>Describes a model's answer, as <c>grlm model chat --json</c> prints it.</summary>
/// <param name="Text">What it said.</param>
/// <param name="FinishReason"><c>stop</c> where it came to an end, <c>length</c> where it was cut off.</param>
/// <param name="InputTokens">Tokens of the conversation that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
/// <param name="Seconds">Time that it took.</param>
internal sealed record ChatAnswer(string Text, string? FinishReason, long InputTokens, long OutputTokens, double Seconds);
