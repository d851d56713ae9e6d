using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grlm.Providers.Tests;

/// <summary>A server on this machine that answers as a test tells it, however oddly, and remembers what it was asked.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private OddServer(WebApplication server, Func<HttpContext, JsonNode, Task> answer)
    {
        _server = server;
        server.Run(async context =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!;
            Requests.Enqueue((context.Request.Method, $"{context.Request.Path}{context.Request.QueryString}",
                body, context.Request.Headers.Authorization));
            try
            {
                await answer(context, body);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The client has gone.
            }
        });
    }

    public string Address { get; private set; } = "";

    public ConcurrentQueue<(string Method, string Path, JsonNode Body, string? Authorization)> Requests { get; } = [];

    /// <summary>Starts a server that answers with a status and a body.</summary>
    public static Task<OddServer> StartAsync(Func<JsonNode, (int Status, string Body)> answer) => StartAsync(async (context, body) =>
    {
        (context.Response.StatusCode, var text) = answer(body);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text, context.RequestAborted);
    });

    /// <summary>Starts a server that answers always alike.</summary>
    public static Task<OddServer> StartAsync(int status, string body) => StartAsync(_ => (status, body));

    /// <summary>Starts a server.</summary>
    public static async Task<OddServer> StartAsync(Func<HttpContext, JsonNode, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new OddServer(builder.Build(), answer);
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        server.Address = server._server.Urls.First();
        return server;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();
}
