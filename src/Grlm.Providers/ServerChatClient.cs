using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>
/// A language model behind a server, whose faults are told as those of <see cref="LanguageModelConnection"/>. It asks once, but for parameters that
/// the server does not take. Safe for concurrent use.
/// </summary>
/// <param name="connection">What it speaks through; disposed of with this.</param>
/// <param name="protocol">How the server wants to be asked.</param>
/// <param name="model">The model's name on the server.</param>
internal sealed class ServerChatClient(ServerConnection connection, ServerProtocol protocol, string model) : IChatClient
{
    // Letters of a token as JSON may write them, thoughts twice over, and what stands around.
    private const long BytesOfAToken = 64, BytesAround = 1 << 18;
    private const int UsualTokens = 1 << 16;

    private readonly LeftOutParameters _parameters = new(protocol.FormParameter);

    /// <inheritdoc/>
    /// <exception cref="ModelUnavailableException">There is no answer, or none that can be read.</exception>
    /// <exception cref="ModelRefusedException">The request is at fault.</exception>
    /// <exception cref="MissingPrerequisiteException">No request can work.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var mostBytes = BytesAround + ((options?.MaxOutputTokens ?? UsualTokens) * BytesOfAToken);
        return _parameters.SendAsync(
            protocol.ChatRequest(options?.ModelId ?? model, messages, options),
            request => connection.PostAsync(
                protocol.ChatResource,
                request,
                mostBytes,
                values => ChatAnswer.Read(values, options?.MaxOutputTokens, connection.Redactor),
                cancellationToken));
    }

    /// <inheritdoc/>
    /// <remarks>The answer comes as a whole.</remarks>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
