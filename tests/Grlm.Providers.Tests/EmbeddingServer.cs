using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Providers.Tests;

/// <summary>A server with the two kinds of address, on this machine: a text's vector is its length and one.</summary>
internal sealed class EmbeddingServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public EmbeddingServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>Whether the OpenAI-compatible address answers in base64, as its client asks, or in numbers, as some servers do nevertheless.</summary>
    public bool AnswersInBase64 { get; init; }

    /// <summary>How many requests are refused first, with 429 and a time to wait.</summary>
    public int Refusals { get; set; }

    public List<(string Path, string? Authorization, string[] Texts)> Requests { get; } = [];

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var body = (await JsonNode.ParseAsync(context.Request.InputStream))!;
                var input = body["input"]!;
                string[] texts = input is JsonArray list ? [.. list.Select(text => text!.GetValue<string>())] : [input.GetValue<string>()];
                var path = context.Request.Url!.AbsolutePath;
                Requests.Add((path, context.Request.Headers["Authorization"], texts));
                var refused = Refusals-- > 0;
                context.Response.StatusCode = refused ? 429 : 200;
                context.Response.Headers["Retry-After"] = refused ? "0" : null;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(refused ? "{}" : Answer(path, texts)));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private string Answer(string path, string[] texts)
    {
        float[][] vectors = [.. texts.Select(text => new[] { text.Length, 1f })];
        return path == "/api/embed"
            ? JsonSerializer.Serialize(new { model = "m", embeddings = vectors })
            : JsonSerializer.Serialize(new
            {
                @object = "list",
                model = "m",
                data = vectors.Select((vector, index) => new
                {
                    @object = "embedding",
                    index,
                    embedding = AnswersInBase64 ? (object)Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())) : vector,
                }),
                usage = new { prompt_tokens = 1, total_tokens = 1 },
            });
    }
}
