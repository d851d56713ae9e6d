using System.Net;
using System.Net.Http.Headers;
using Polly.Timeout;

namespace Grlm.LanguageModels;

/// <summary>Makes the requests of the Hugging Face hub's protocol that downloading a model takes. Thread-safe.</summary>
/// <param name="options">Which hub, and how patiently it is asked.</param>
internal sealed class HubClient(HubOptions options) : IDisposable
{
    // The longest listings of real models are some hundred kilobytes.
    private const int LongestListing = 64 << 20;

    private readonly HttpClient _client = HubConnection.Create(options);

    /// <summary>Asks for the commit and the files of a revision.</summary>
    /// <exception cref="HubUnreachableException">There is no answer.</exception>
    public async Task<HubListing> GetListingAsync(HubReference reference, CancellationToken cancellationToken)
    {
        var address = Address($"api/models/{reference.Repository}/revision/{Uri.EscapeDataString(reference.Revision)}?blobs=true");
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, address), reference, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType is { } type && !type.EndsWith("json", StringComparison.Ordinal))
        {
            throw new InvalidInputException(
                $"{address} answered with {type}, not JSON. " +
                    $"Is HF_ENDPOINT the address of a hub, and is there no sign-in page of a network between?");
        }

        using var patience = new CancellationTokenSource(options.StallTimeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestListing, either.Token);
            return HubListingReader.Read(await response.Content.ReadAsByteArrayAsync(either.Token), address.ToString());
        }
        catch (Exception error) when (error is HttpRequestException or IOException || IsOf(error, patience))
        {
            throw new HubUnreachableException($"{options.Endpoint} stopped in the middle of its answer ({error.Message})", error);
        }
    }

    /// <summary>Asks for size and tag of a file.</summary>
    /// <exception cref="InvalidInputException">The server tells none.</exception>
    /// <exception cref="HubUnreachableException">There is no answer.</exception>
    public async Task<HubFile> DescribeAsync(HubReference reference, string commit, string path, CancellationToken cancellationToken)
    {
        var address = FileAddress(reference, commit, path);
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Head, address), reference, cancellationToken);
        var tag = Value(response, HubHeaders.LinkedTag) ?? response.Headers.ETag?.Tag;
        var size = long.TryParse(Value(response, HubHeaders.LinkedSize), out var linked) ? linked : response.Content.Headers.ContentLength;
        return tag is not null && size is { } bytes
            ? HubFileChecks.Checked(path, bytes, Unquoted(tag), address.ToString())
            : throw new InvalidInputException($"{address} tells no size or no entity tag. Is HF_ENDPOINT the address of a hub?");
    }

    /// <summary>Asks for the content of a file.</summary>
    /// <param name="reference">The repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">The first byte that is wanted; a server may send all of them nevertheless.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The beginning of the answer: 200, 206 or 416. The body is not read yet.</returns>
    /// <exception cref="HubUnreachableException">There is no answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(
        HubReference reference, string commit, HubFile file, long offset, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, FileAddress(reference, commit, file.Path));
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, to: null);
            if (!BlobChecksum.IsChecksum(file.Tag))
            {
                // A checksum shows at the end whether both parts were of one content, and storage behind the hub has tags of its own.
                request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue($"\"{file.Tag}\""));
            }
        }

        return SendAsync(request, reference, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string? Value(HttpResponseMessage response, string header)
        => response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;

    private static string Unquoted(string tag) => (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');

    private static bool IsOf(Exception error, CancellationTokenSource patience)
        => error is OperationCanceledException && patience.IsCancellationRequested;

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HubReference reference, CancellationToken cancellationToken)
    {
        using var sent = request;
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var isAnswer = response.IsSuccessStatusCode
                || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
                || (request.Method == HttpMethod.Head && (int)response.StatusCode / 100 == 3);
            return isAnswer ? response : throw HubRefusal.Of(response, reference, options);
        }
        catch (HttpRequestException error)
        {
            throw new HubUnreachableException($"{request.RequestUri!.Authority} can't be reached ({error.Message})", error);
        }
        catch (TimeoutRejectedException error)
        {
            throw new HubUnreachableException(
                $"{request.RequestUri!.Authority} doesn't answer within {options.AnswerTimeout.TotalSeconds:0.#} s", error);
        }
    }

    private Uri FileAddress(HubReference reference, string commit, string path)
        => Address($"{reference.Repository}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    private Uri Address(string path) => new($"{options.Endpoint.ToString().TrimEnd('/')}/{path}");
}

/// <summary>
/// Reports that the hub did not answer, or not sensibly, however often it was asked: what the cache holds may do instead.
/// </summary>
internal sealed class HubUnreachableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Says what a hub tells of a large file beside the redirect to where it lies, and of a refusal.</summary>
internal static class HubHeaders
{
    public const string LinkedTag = "X-Linked-Etag";
    public const string LinkedSize = "X-Linked-Size";
    public const string ErrorCode = "X-Error-Code";
}

/// <summary>Explains what an answer that is none means, and what to do about it.</summary>
internal static class HubRefusal
{
    /// <summary>Returns the exception for an answer that is no success; the answer is disposed of.</summary>
    public static Exception Of(HttpResponseMessage response, HubReference reference, HubOptions options)
    {
        using (response)
        {
            var address = response.RequestMessage!.RequestUri!;
            var status = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
            if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            {
                return new HubUnreachableException($"{address.Authority} answered {status} every time");
            }

            var code = response.Headers.TryGetValues(HubHeaders.ErrorCode, out var codes) ? codes.FirstOrDefault() : null;
            return (response.StatusCode, code) switch
            {
                _ when !ServerAddress.IsSameServer(address, options.Endpoint) => new MissingPrerequisiteException(
                    $"{address.Authority}, where {options.Endpoint.Authority} keeps the files of {reference.Repository}, " +
                        $"answered {status}. Run the same command again."),
                (HttpStatusCode.NotFound, "RevisionNotFound") => new InvalidInputException(
                    $"{reference.Repository} has no revision '{reference.Revision}' at {options.Endpoint}. " +
                        $"Name a branch, a tag or a commit that it has; without @… it is '{HubReference.MainRevision}'."),
                (HttpStatusCode.NotFound, _) or (_, "RepoNotFound") when options.Token is not null => new InvalidInputException(
                    $"There is no '{reference}' at {options.Endpoint}, or your HF_TOKEN doesn't open it. " +
                        $"Check how owner, name and revision are written."),
                (HttpStatusCode.NotFound, _) => new InvalidInputException(
                    $"There is no '{reference}' at {options.Endpoint}. Check how owner, name and revision are written; " +
                        $"if it is private, set HF_TOKEN to an access token."),
                (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _)
                    => new MissingPrerequisiteException(Locked(reference, options, code, status)),
                _ => new InvalidInputException($"{address} answered {status}. Check HF_ENDPOINT and the model's name."),
            };
        }
    }

    private static string Locked(HubReference reference, HubOptions options, string? code, string status)
    {
        var terms = code == "GatedRepo" ? $"is gated: accept its terms at {options.Endpoint.ToString().TrimEnd('/')}/{reference.Repository}"
            : "is private or gated, or doesn't exist";
        var token = options.Token is null
            ? "set HF_TOKEN to an access token that may read it" : "give HF_TOKEN an access token that may read it; the one it has may not";
        return $"{reference.Repository} {terms}; then {token} ({status}).";
    }
}
