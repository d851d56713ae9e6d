using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Grlm.LanguageModels;

/// <summary>
/// Makes the client that speaks to a hub: it tries again, ever slower, what failed for the moment, waits as long as a busy server asks, and
/// gives up an answer that doesn't begin. What happens to a body after that is the business of who reads it.
/// </summary>
internal static class HubConnection
{
    private static readonly TimeSpan ConnectionAge = TimeSpan.FromMinutes(5);

    /// <summary>Makes a client; dispose of it.</summary>
    public static HttpClient Create(HubOptions options)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = ConnectionAge,
        };
        var redirects = new RedirectHandler(options.Endpoint, options.Token, sockets);
        var client = new HttpClient(new RetryHandler(CreatePipeline(options), redirects)) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(HubConnection).Assembly.GetName().Version?.ToString(fieldCount: 3);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("grlm", version));
        return client;
    }

    private static ResiliencePipeline<HttpResponseMessage> CreatePipeline(HubOptions options)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Outcome)),
                DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Result, options)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AnswerTimeout })
            .Build();

    private static bool MayPass(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        // A name that can't be resolved means no network: trying again only keeps the user waiting for being told.
        { Exception: HttpRequestException error } => error.HttpRequestError != HttpRequestError.NameResolutionError,
        { Exception: TimeoutRejectedException } => true,
        { Result: { } response }
            => (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        _ => false,
    };

    private static TimeSpan? AskedDelay(HttpResponseMessage? response, HubOptions options)
    {
        var asked = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - options.Clock.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return asked is { } delay ? TimeSpan.FromTicks(Math.Clamp(delay.Ticks, 0, options.LongestDelay.Ticks)) : null;
    }

    private sealed class RetryHandler(ResiliencePipeline<HttpResponseMessage> pipeline, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => pipeline.ExecuteAsync(async token => await base.SendAsync(request, token), cancellationToken).AsTask();
    }
}

/// <summary>
/// Follows redirects, and sends the token to the hub's own address only: large files come from other hosts, which it is none of the
/// business of.
/// </summary>
/// <param name="endpoint">The hub.</param>
/// <param name="token">Its token; null for none.</param>
/// <param name="inner">What sends the requests, following no redirect itself.</param>
internal sealed class RedirectHandler(Uri endpoint, string? token, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MostRedirects = 10;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        for (var redirects = 0; ; redirects++)
        {
            var response = await base.SendAsync(Copy(request, address), cancellationToken);
            if (!IsRedirect(response) || (request.Method == HttpMethod.Head && response.Headers.Contains(HubHeaders.LinkedTag)))
            {
                // The hub tells of a large file with the redirect to where it lies; storage has tags of its own.
                return response;
            }

            using (response)
            {
                address = redirects < MostRedirects ? Next(address, response) : throw new InvalidInputException(
                    $"{request.RequestUri} redirects more than {MostRedirects} times. Check HF_ENDPOINT, or try again later.");
            }
        }
    }

    private static bool IsRedirect(HttpResponseMessage response)
        => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Next(Uri address, HttpResponseMessage response)
    {
        var next = response.Headers.Location is { } location ? new Uri(address, location) : null;
        var isTaken = next is not null
            && (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp));
        return isTaken ? next! : throw new InvalidInputException(
            $"{address} redirects to {(next is null ? "nowhere" : $"'{next}', which is not safe to follow")}. " +
                $"Check HF_ENDPOINT, or try again later.");
    }

    private HttpRequestMessage Copy(HttpRequestMessage request, Uri address)
    {
        var copy = new HttpRequestMessage(request.Method, address) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        foreach (var header in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (token is not null && ServerAddress.IsSameServer(endpoint, address))
        {
            copy.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return copy;
    }
}
