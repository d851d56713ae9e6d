using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Grlm.Tests;

/// <summary>A model that answers as it is told, and remembers what it was asked.</summary>
/// <param name="answer">Its answer to a conversation; an exception is a fault.</param>
internal sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, string> answer) : IChatClient
{
    public ConcurrentQueue<(IReadOnlyList<ChatMessage> Messages, ChatOptions Options)> Calls { get; } = [];

    /// <summary>What it counts for every answer; null where it does not count.</summary>
    public UsageDetails? Usage { get; init; } = new() { InputTokenCount = 90, OutputTokenCount = 10 };

    /// <summary>Makes the whole answer of what it says, where that is more than a text.</summary>
    public Func<string, ChatResponse> Respond { get; init; } = text => new ChatResponse(new ChatMessage(ChatRole.Assistant, text));

    public bool IsDisposed { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatMessage[] asked = [.. messages];
        Calls.Enqueue((asked, options!));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var response = Respond(answer(asked));
        response.Usage = Usage;
        return response;
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => IsDisposed = true;
}
