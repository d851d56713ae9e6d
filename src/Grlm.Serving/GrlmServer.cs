using System.Net;

namespace Grlm.Serving;

/// <summary>Makes the recommendation server as a program of its own.</summary>
public static class GrlmServer
{
    /// <summary>Holds the port that is listened on where none is given.</summary>
    public const int UsualPort = 5080;

    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Makes the server; it listens once it is started, when models and store are open. Stopping it answers first what has come.
    /// </summary>
    /// <param name="options">What is served.</param>
    /// <param name="address">The address to listen on.</param>
    /// <param name="port">The port to listen on; 0 for one that is free.</param>
    /// <param name="configure">Adds to the builder: services, loggers; null for nothing.</param>
    /// <exception cref="InvalidOptionsException">An option is out of range.</exception>
    public static WebApplication Create(
        GrlmServerOptions options, IPAddress address, int port = UsualPort, Action<WebApplicationBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(address);

        // No configuration files, no environment: what the command line says is what holds.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "grlm" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.LargeBody;
            kestrel.Listen(address, port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain);
        builder.Services.AddGrlmServing(options);
        ApiDocument.Add(builder.Services);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseRouting();
        app.Use(AnswerNowhereAsync);
        ApiDocument.Map(app);
        app.MapGrlm();
        return app;
    }

    /// <summary>Answers what no endpoint takes.</summary>
    private static async Task AnswerNowhereAsync(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null })
            await Problems.AnswerStatusAsync(context).ConfigureAwait(false);
    }
}
