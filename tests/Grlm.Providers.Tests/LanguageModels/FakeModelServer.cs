using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Grlm.Providers.Tests;

/// <summary>
/// A server that speaks OpenAI's and Ollama's chat protocol on this machine. It names a TID of its own for each title <c>thing N</c>,
/// unless it is told to misbehave, and remembers what it was asked.
/// </summary>
internal sealed partial class FakeModelServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _answers;

    private FakeModelServer(WebApplication server)
    {
        _server = server;
        server.Run(AnswerAsync);
    }

    public string Address { get; private set; } = "";

    /// <summary>How a request about an item is treated; the second number is the turn of the conversation, from 1 on.</summary>
    public Func<int, int, FakeAnswer> Behave { get; set; } = (_, _) => FakeAnswer.Good;

    /// <summary>Called with the number of answers that have been sent in full.</summary>
    public Action<int> OnAnswered { get; set; } = _ => { };

    /// <summary>Called when a request is there that is never answered.</summary>
    public Action OnHanging { get; set; } = () => { };

    /// <summary>Answers with this status and body instead, if set.</summary>
    public (int Status, string Body)? Always { get; set; }

    /// <summary>Whether it refuses schemas, as some servers do.</summary>
    public bool KnowsNoSchemas { get; set; }

    /// <summary>The requests in the order of arrival: item, turn, body.</summary>
    public ConcurrentQueue<(int Item, int Turn, JsonNode Body, string? Authorization)> Requests { get; } = [];

    public static async Task<FakeModelServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = new FakeModelServer(builder.Build());
        await server._server.StartAsync(TestContext.Current.CancellationToken);
        server.Address = server._server.Urls.First();
        return server;
    }

    /// <summary>The terms that it names for an item.</summary>
    public static string[] TermsOf(int item) => ["thing", $"kind-{item % 7}", $"mark-{item % 11}", $"for-{item % 13}", $"number-{item}"];

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
            var messages = body["messages"]!.AsArray();
            var item = int.Parse(Title().Match(string.Join('\n', messages.Select(TextOf))).Groups["number"].Value);
            var turn = messages.Count(message => message!["role"]!.GetValue<string>() == "assistant") + 1;
            Requests.Enqueue((item, turn, body, context.Request.Headers.Authorization));
            await AnswerAsync(context, body, item, Behave(item, turn));
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The client has gone.
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonNode body, int item, FakeAnswer answer)
    {
        if (Always is var (status, text))
        {
            await WriteAsync(context, status, text);
        }
        else if (KnowsNoSchemas && body["response_format"] is not null)
        {
            await WriteAsync(context, 400, """{"error": {"message": "response_format is not supported"}}""");
        }
        else if (answer == FakeAnswer.TooMany)
        {
            context.Response.Headers.RetryAfter = "7";
            await WriteAsync(context, 429, """{"error": {"message": "slow down"}}""");
        }
        else if (answer == FakeAnswer.Broken)
        {
            await WriteAsync(context, 500, "out of order");
        }
        else if (answer == FakeAnswer.Hang)
        {
            OnHanging();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        else
        {
            var completion = Completion(context.Request.Path, Content(item, answer));
            await WriteAsync(context, 200, answer == FakeAnswer.MalformedBody ? completion[..(completion.Length / 2)] : completion);
            OnAnswered(answer == FakeAnswer.MalformedBody ? _answers : Interlocked.Increment(ref _answers));
        }
    }

    private static string Content(int item, FakeAnswer answer)
    {
        var terms = TermsOf(item);
        return answer switch
        {
            FakeAnswer.FourTerms => $"[{string.Join(", ", terms.Take(4))}]",
            FakeAnswer.Prose => $"Sure! Here is the list:\n\n[{string.Join(", ", terms)}]\n\nTell me if you need another one.",
            _ => JsonSerializer.Serialize(new { terms }),
        };
    }

    private static string Completion(PathString path, string content) => path == "/api/chat"
        ? JsonSerializer.Serialize(new
        {
            model = "m",
            created_at = "2026-01-01T00:00:00Z",
            message = new { role = "assistant", content },
            done = true,
            done_reason = "stop",
            prompt_eval_count = 100,
            eval_count = 10,
        })
        : JsonSerializer.Serialize(new
        {
            id = "c",
            @object = "chat.completion",
            created = 1,
            model = "m",
            choices = new[] { new { index = 0, finish_reason = "stop", message = new { role = "assistant", content } } },
            usage = new { prompt_tokens = 100, completion_tokens = 10, total_tokens = 110 },
        });

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }

    // A message's content is a text, or a list of parts with a text each.
    private static string TextOf(JsonNode? message) => message!["content"] switch
    {
        JsonArray parts => string.Concat(parts.Select(part => part!["text"]?.GetValue<string>())),
        var content => content?.GetValue<string>() ?? "",
    };

    [GeneratedRegex(@"^Title: thing (?<number>\d+)\r?$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Title();
}
