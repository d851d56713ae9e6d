using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Grlm.Providers.Tests;

/// <summary>What is sent where, and what may come back.</summary>
public sealed class ServerConnectionTests
{
    private const string Key = "sk-test-0123456789abcdefghijklmnop";

    [Theory]
    [InlineData("", "/api/chat")]
    [InlineData("/", "/api/chat")]
    [InlineData("/ollama", "/ollama/api/chat")]
    [InlineData("/some/prefix/", "/some/prefix/api/chat")]
    [InlineData("/ollama/api/chat", "/ollama/api/chat")]
    [InlineData("/v1?api-version=2024-10-21", "/v1/api/chat?api-version=2024-10-21")]
    public async Task TheBaseAddress_IsKeptWhole(string suffix, string path)
    {
        await using var server = await OddServer.StartAsync(200, "{}");
        using var connection = new ServerConnection(new Uri(server.Address + suffix), key: null, "");
        await PostAsync(connection);
        Assert.Equal(path, server.Requests.Single().Path);
    }

    [Theory]
    [InlineData(Key, "Bearer " + Key)]
    [InlineData("Basic dXNlcjpwYXNzd29yZA==", "Basic dXNlcjpwYXNzd29yZA==")]
    [InlineData(null, null)]
    public async Task TheKey_StandsInTheHeader(string? key, string? header)
    {
        await using var server = await OddServer.StartAsync(200, "{}");
        using var connection = new ServerConnection(new Uri(server.Address), key, "");
        await PostAsync(connection);
        Assert.Equal(header, server.Requests.Single().Authorization);
    }

    [Theory]
    [InlineData(401, "Bad header: Bearer {0}")]
    [InlineData(400, "{0}")]
    [InlineData(500, "you sent {0}, that is {1}")]
    [InlineData(200, "{1}")]
    [InlineData(200, "the first letters are {2}")]
    public async Task AKeyThatTheServerRepeats_IsInNoMessage(int status, string words)
    {
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{Key}"));
        var said = string.Format(CultureInfo.InvariantCulture, words, Key, base64, Key[..20]);
        await using var server = await OddServer.StartAsync(status,
            new JsonObject { ["error"] = new JsonObject { ["message"] = said } }.ToJsonString());
        using var connection = new ServerConnection(new Uri(server.Address), Key, "");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => PostAsync(connection));
        Assert.Contains("***", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key[3..15], error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(base64[10..30], error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task ARedirectToAnotherServer_IsNotFollowed(int status)
    {
        await using var other = await OddServer.StartAsync(200, "{}");
        await using var server = await RedirectAsync(status, other.Address);
        using var connection = new ServerConnection(new Uri(server.Address), Key, "");
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => PostAsync(connection));
        Assert.Contains(other.Address, error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task ARedirectWithinTheServer_IsFollowedWithTheWholeRequest(int status)
    {
        await using var server = await RedirectAsync(status, "");
        using var connection = new ServerConnection(new Uri(server.Address), Key, "");
        await PostAsync(connection);
        Assert.Equal([("POST", "/api/chat"), ("POST", "/there")], server.Requests.Select(request => (request.Method, request.Path)));
        Assert.All(server.Requests,
            request => Assert.Equal(("m", $"Bearer {Key}"), (request.Body["model"]!.GetValue<string>(), request.Authorization)));
    }

    [Fact]
    public async Task RedirectsInACircle_ComeToAnEnd()
    {
        await using var server = await OddServer.StartAsync((context, _) =>
        {
            context.Response.Redirect("/again", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        using var connection = new ServerConnection(new Uri(server.Address), key: null, "");
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => PostAsync(connection));
        Assert.InRange(server.Requests.Count, 2, 10);
    }

    [Theory]
    [InlineData(200, "sent more than the 1,048,576 bytes")]
    [InlineData(500, "answered 500: xxx")]
    public async Task AnAnswerWithoutAnEnd_IsReadNoFurtherThanWasAskedFor(int status, string words)
    {
        await using var server = await OddServer.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = status;
            var letters = new byte[1 << 16];
            Array.Fill(letters, (byte)'x');
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(letters, context.RequestAborted);
            }
        });
        using var connection = new ServerConnection(new Uri(server.Address), key: null, "");
        var error = await Assert.ThrowsAsync<ModelUnavailableException>(() => PostAsync(connection));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 500);
    }

    [Fact]
    public async Task AnAnswerThatDrips_EndsWithTheTimeOfTheCall()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await OddServer.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var connection = new ServerConnection(new Uri(server.Address), key: null, "");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(connection, stop.Token));
    }

    private static Task<OddServer> RedirectAsync(int status, string to) => OddServer.StartAsync(async (context, _) =>
    {
        if (context.Request.Path == "/there")
        {
            await context.Response.WriteAsync("{}");
            return;
        }

        context.Response.StatusCode = status;
        context.Response.Headers.Location = $"{to}/there";
    });

    private static Task<string> PostAsync(ServerConnection connection, CancellationToken? cancellationToken = null)
        => connection.PostAsync("api/chat", new JsonObject { ["model"] = "m" }, 1 << 20, _ => "read",
            cancellationToken ?? TestContext.Current.CancellationToken);
}
