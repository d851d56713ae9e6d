using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Grlm.Torch;

/// <summary>
/// Makes the client that speaks to a hub: it tries again, ever slower, what failed for the moment, waits as long as a busy server asks, and gives
/// up an answer that doesn't begin. What happens to a body after that is the business of who reads it.
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
        var client = new HttpClient(new ResilienceHandler(CreatePipeline(options)) { InnerHandler = redirects }) { Timeout = Timeout.InfiniteTimeSpan };
        var version = typeof(HubConnection).Assembly.GetName().Version?.ToString(fieldCount: 3);
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("grlm", version));
        return client;
    }

    private static ResiliencePipeline<HttpResponseMessage> CreatePipeline(HubOptions options)
        => new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Clock }
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = options.LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(MayPass(attempt.Outcome)),
                DelayGenerator = attempt => ValueTask.FromResult(AskedDelay(attempt.Outcome.Result, options)),
            })
            .AddTimeout(new HttpTimeoutStrategyOptions { Timeout = options.AnswerTimeout })
            .Build();

    // A name that can't be resolved means no network: trying again only keeps the user waiting for being told.
    private static bool MayPass(Outcome<HttpResponseMessage> outcome)
        => HttpClientResiliencePredicates.IsTransient(outcome) && outcome.Exception is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError };

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
}
