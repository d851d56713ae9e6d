using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm.Providers.Tests;

/// <summary>What the faults of servers become.</summary>
public sealed class ServerFaultsTests
{
    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(500, false)]
    [InlineData(502, false)]
    [InlineData(408, false)]
    public async Task AnAnswerThatMayBeBetterLater_IsUnavailability(int status, bool isOverload)
    {
        var error = await Assert.ThrowsAsync<ModelUnavailableException>(() => AskAsync(status, """{"error": {"message": "not now"}}"""));
        Assert.Equal(isOverload, error.IsOverload);
        Assert.Contains($"{status}: not now", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("86400")]
    [InlineData("Tue, 31 Dec 2199 23:59:59 GMT")]
    public async Task AServerThatWantsALongWait_IsNotWaitedFor(string retryAfter)
    {
        await using var server = await OddServer.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = retryAfter;
            await context.Response.BodyWriter.WriteAsync("""{"error": {"message": "quota of the day"}}"""u8.ToArray(),
                context.RequestAborted);
        });
        using var connection = new ServerConnection(new Uri(server.Address), key: null, "");
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => connection.PostAsync(
            "embeddings", new JsonObject(), 1_000, _ => "", TestContext.Current.CancellationToken));
        Assert.Contains("quota of the day. It takes no requests for ", error.Message, StringComparison.Ordinal);
        Assert.True(error.KeepsWork);
    }

    [Fact]
    public async Task ARequestThatIsAtFault_IsRefused()
        => Assert.Contains("400: too long",
            (await Assert.ThrowsAsync<ModelRefusedException>(() => AskAsync(400, """{"error": "too long"}"""))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(401, "GRLM_TEST_KEY_OF_NOBODY")]
    [InlineData(403, "GRLM_TEST_KEY_OF_NOBODY")]
    [InlineData(404, "option 'model'")]
    public async Task WhatNoRequestCanPass_NamesTheRemedy_AndKeepsTheAnswers(int status, string remedy)
    {
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => AskAsync(status, "no"));
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.True(error.KeepsWork);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"choices": []}""")]
    [InlineData("""{"choices": 5}""")]
    [InlineData("\"just a string\"")]
    [InlineData("""{"choices": [{"index": 0, "finish_reason": "stop", "message": null}]}""")]
    [InlineData("""{"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assis""")]
    public async Task AnAnswerThatIsNone_IsUnavailability(string body)
        => Assert.IsType<ModelUnavailableException>((await TryAsync((200, body), ollama: false)).Error);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("""{"message": {"role": "assis""")]
    public async Task OfOllamaToo(string body)
    => Assert.IsType<ModelUnavailableException>((await TryAsync((200, body), ollama: true)).Error);

    [Fact]
    public async Task AServerThatIsNotThere_IsUnavailable()
    {
        var server = await FakeModelServer.StartAsync();
        var options = Things.Options(server);
        await server.DisposeAsync();
        using var client = new OpenAILanguageModel().Open(options).Client;
        await Assert.ThrowsAsync<ModelUnavailableException>(
            () => client.GetResponseAsync("hello", cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ACancelledCall_IsCancelled_NotAFault()
    {
        await using var server = await FakeModelServer.StartAsync();
        server.Behave = (_, _) => FakeAnswer.Hang;
        using var client = new OpenAILanguageModel().Open(Things.Options(server)).Client;
        using var stop = new CancellationTokenSource();
        var call = client.GetResponseAsync("Title: thing 1", cancellationToken: stop.Token);
        while (server.Requests.IsEmpty)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task<ChatResponse> AskAsync(int status, string body)
    {
        var (response, error) = await TryAsync((status, body), ollama: false);
        return error is null ? response! : throw error;
    }

    private static async Task<(ChatResponse? Response, Exception? Error)> TryAsync((int Status, string Body) always, bool ollama)
    {
        await using var server = await FakeModelServer.StartAsync();
        server.Always = always;
        var options = Things.Options(server);
        ILanguageModelSource source = ollama ? new OllamaLanguageModel() : new OpenAILanguageModel();
        using var client = source.Open(ollama ? options with { Endpoint = server.Address } : options).Client;
        try
        {
            return (await client.GetResponseAsync("Title: thing 1", cancellationToken: TestContext.Current.CancellationToken), null);
        }
        catch (Exception error)
        {
            return (null, error);
        }
    }
}
