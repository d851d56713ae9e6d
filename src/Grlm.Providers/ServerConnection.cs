using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Providers;

/// <summary>
/// Posts requests to one server, and reads its answers: no longer than was asked for, from nowhere else than the address that was named,
/// and with its faults told as those of <see cref="LanguageModelConnection"/>. Safe for concurrent use.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private const int MostRedirects = 5, LongestFault = 1 << 16, BufferBytes = 1 << 14;

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly ServerFaults _faults;

    /// <param name="address">The server's base address, with or without a slash at its end; what it has as query is sent with every
    /// request.</param>
    /// <param name="key">Its key; null for none.</param>
    /// <param name="keyHint">What to do where the server wants another key.</param>
    public ServerConnection(Uri address, string? key, string keyHint)
    {
        Redactor = ServerKey.RedactorOf(key);
        _address = address;
        _authorization = key is null ? null : AuthenticationHeaderValue.Parse(ServerKey.HeaderOf(key));
        _faults = new ServerFaults(keyHint, Redactor, TimeProvider.System);

        // Connections grow old, so that a name that has come to mean another machine is looked up again; what is not read of an answer is
        // not waited for.
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseDrainSize = 0,
        };
        _client = new HttpClient(sockets) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("grlm", typeof(ServerConnection).Assembly.GetName().Version?.ToString(fieldCount: 3)));
    }

    /// <summary>Takes the key out of what the server says.</summary>
    public Redactor Redactor { get; }

    /// <summary>Posts a request.</summary>
    /// <param name="resource">What follows the base address.</param>
    /// <param name="body">The request.</param>
    /// <param name="mostBytes">Bytes of an answer at most.</param>
    /// <param name="read">
    /// Reads the answer: one value of JSON, or several where a server streams although it was not asked to. Null where it is something else
    /// than was asked for.
    /// </param>
    /// <param name="cancellationToken">Gives up, also in the middle of an answer.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="ModelUnavailableException">There is no answer, or none that can be read.</exception>
    /// <exception cref="ModelRefusedException">The request is at fault.</exception>
    /// <exception cref="MissingPrerequisiteException">No request can work.</exception>
    public async Task<T> PostAsync<T>(
        string resource, JsonNode body, long mostBytes, Func<IReadOnlyList<JsonElement>, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var address = AddressOf(resource);
        try
        {
            using var response = await SendAsync(address, body.ToJsonString(), cancellationToken);
            var isFault = !response.IsSuccessStatusCode;
            var (text, isWhole) = await ReadAsync(response.Content, isFault ? LongestFault : mostBytes, cancellationToken);
            return isFault ? throw _faults.OfStatus(response, address, text)
                : !isWhole
                ? throw new ModelUnavailableException(
                    $"{ServerFaults.Shown(address)} sent more than the {mostBytes:N0} bytes that an answer may have.")
                : read(_faults.Checked(ValuesOf(text, address), address)) ?? throw _faults.Unreadable(text, address);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw ServerFaults.Hopeless(
                $"There is no server at {ServerFaults.Shown(address)}: {error.Message}. Check option 'endpoint'.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new ModelUnavailableException($"{ServerFaults.Shown(address)} is out of reach: {Redactor.Quote(error.Message)}",
                innerException: error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<(string Text, bool IsWhole)> ReadAsync(
        HttpContent content, long mostBytes, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0 && body.Length <= mostBytes)
        {
            body.Write(buffer, 0, read);
        }

        var isWhole = body.Length <= mostBytes;
        return (Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)Math.Min(body.Length, mostBytes)).TrimStart('\uFEFF'), isWhole);
    }

    /// <summary>Sends a request, and follows redirects within the server only: no other server may read the catalogue.</summary>
    private async Task<HttpResponseMessage> SendAsync(Uri address, string body, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                address)
            { Content = new StringContent(body, Encoding.UTF8, MediaTypeNames.Application.Json) };
            request.Headers.Authorization = _authorization;
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode / 100 != 3)
            {
                return response;
            }

            using (response)
            {
                address = redirects < MostRedirects && Next(response, address) is { } next ? next : throw ServerFaults.Hopeless(
                    $"{ServerFaults.Shown(address)} redirects ({(int)response.StatusCode}) " +
                        $"to {Redactor.Quote(response.Headers.Location?.ToString() ?? "nowhere")}. " +
                    "What is asked is sent to no other server than the one that was named. " +
                    "If that is where it is, name it by option 'endpoint'.");
            }
        }
    }

    private static Uri? Next(HttpResponseMessage response, Uri address)
        => response.Headers.Location is { } location && Uri.TryCreate(address, location, out var next)
            && ServerAddress.IsSameServer(next, address) ? next : null;

    private IReadOnlyList<JsonElement> ValuesOf(string text, Uri address)
    {
        try
        {
            return JsonAnswer.Read(text);
        }
        catch (JsonException)
        {
            throw _faults.Unreadable(text, address);
        }
    }

    private Uri AddressOf(string resource)
    {
        // Some give the whole address of a request, which is as good.
        var path = _address.AbsolutePath.TrimEnd('/');
        path = path.EndsWith($"/{resource}", StringComparison.Ordinal) ? path : $"{path}/{resource}";
        return new UriBuilder(_address) { Path = path }.Uri;
    }
}
