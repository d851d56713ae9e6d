using System.Net;
using System.Text.Json;

namespace Grlm.Providers;

/// <summary>
/// Tells what an answer means that is none: whether asking again may help, whether this request is at fault, or whether no request can work. The
/// clients above it see successes alone, so that all of them treat a server's faults alike.
/// </summary>
/// <param name="keyHint">What to do where the server wants a key.</param>
/// <param name="clock">Tells how far off a date is that a server names.</param>
internal sealed class ServerFaults(string keyHint, TimeProvider clock) : DelegatingHandler
{
    private const int LongestMessage = 300;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw Hopeless($"There is no server at {request.RequestUri}: {error.Message}. Check --endpoint.", error);
        }
        catch (HttpRequestException error)
        {
            throw new ChatUnavailableException($"{request.RequestUri} is out of reach: {error.Message}", innerException: error);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw FaultOf(response, request.RequestUri!, await MessageAsync(response, cancellationToken));
        }
    }

    private Exception FaultOf(HttpResponseMessage response, Uri address, string message)
    {
        var said = $"{address} answered {(int)response.StatusCode}{message}";
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new ChatUnavailableException(said, isOverload: true, RetryAfterOf(response)),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new ChatUnavailableException(said, isOverload: false, RetryAfterOf(response)),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Hopeless($"{said} {keyHint}"),
            HttpStatusCode.NotFound => Hopeless($"{said} Check --endpoint and --model."),
            _ => new ChatRefusedException(said),
        };
    }

    private static MissingPrerequisiteException Hopeless(string message, Exception? cause = null) => new(message, cause) { KeepsWork = true };

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    /// <summary>What the server says about it, with a colon in front: OpenAI's <c>{"error": {"message": …}}</c>, Ollama's <c>{"error": …}</c>, or text.</summary>
    private static async Task<string> MessageAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = (await response.Content.ReadAsStringAsync(cancellationToken)).Trim();
            var message = MessageOf(body) ?? body;
            return message.Length == 0 ? "." : $": {(message.Length > LongestMessage ? $"{message[..LongestMessage]}…" : message)}";
        }
        catch (HttpRequestException)
        {
            return "."; // The status has told enough.
        }
    }

    private static string? MessageOf(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error)
                ? error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.ToString() : error.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
