using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>A chat client of a server whose faults are told as those of <see cref="LanguageModelConnection"/>. Owns its connections.</summary>
/// <param name="client">The client of the server's kind; disposed of with this.</param>
/// <param name="connections">What it speaks through; disposed of with this.</param>
internal sealed class ServerChatClient(IChatClient client, HttpClient connections) : DelegatingChatClient(client)
{
    /// <summary>Connections to a server, with faults told.</summary>
    /// <param name="address">The server's base address.</param>
    /// <param name="keyHint">What to do where the server wants a key.</param>
    public static HttpClient Connect(Uri address, string keyHint)
    {
        // Connections grow old, so that a name that has come to mean another machine is looked up again.
        var sockets = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false };
        return new HttpClient(new ServerFaults(keyHint, TimeProvider.System) { InnerHandler = sockets })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ChatUnavailableException">There is no answer, or none that can be read.</exception>
    /// <exception cref="ChatRefusedException">The request is at fault.</exception>
    /// <exception cref="MissingPrerequisiteException">No request can work.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            throw new ChatUnavailableException($"The server's answer can't be read: {error.Message}", innerException: error);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            connections.Dispose();
        }
    }

    // What the clients' readers throw at bodies that break off, are no JSON, or lack what belongs into them.
    private static bool IsUnreadable(Exception error) => error is HttpRequestException or IOException or JsonException or FormatException or ClientResultException
        or KeyNotFoundException or InvalidOperationException or ArgumentException or NullReferenceException;
}
