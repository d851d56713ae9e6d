using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Providers.Tests;

public sealed class ProviderTests
{
    private const string KeyVariable = "GRLM_TEST_KEY_OF_NOBODY";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAI_AsksAnyServerForABatch_AndWaitsWhereItIsTold(bool base64)
    {
        var refusals = 1;
        await using var server = await OddServer.StartAsync(async (context, body) =>
        {
            var isRefused = refusals-- > 0;
            context.Response.StatusCode = isRefused ? 429 : 200;
            context.Response.Headers.RetryAfter = isRefused ? "0" : default;
            await context.Response.BodyWriter.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(isRefused ? new { } : Vectors(body, base64)),
                context.RequestAborted);
        });
        var options = new EmbedOptions
        {
            Provider = "openai",
            Model = "m",
            Endpoint = server.Address + "/v1",
            KeyVariable = KeyVariable
        };
        Assert.Equal([[3f, 1f], [1f, 1f]], await EmbedAsync(new OpenAIProvider(), options, "abc", "d"));
        Assert.Equal(2, server.Requests.Count);
        var (_, path, asked, authorization) = server.Requests.Last();
        Assert.Equal(("/v1/embeddings", null), (path, authorization));
        Assert.Equal(["abc", "d"], asked["input"]!.AsArray().Select(text => text!.GetValue<string>()));
    }

    [Fact]
    public async Task Ollama_AsksItsServerForABatch()
    {
        await using var server = await OddServer.StartAsync(body => (200, JsonSerializer.Serialize(new { embeddings = Lengths(body) })));
        var options = new EmbedOptions { Provider = "ollama", Model = "m", Endpoint = server.Address + "/ollama" };
        Assert.Equal([[3f, 1f], [1f, 1f]], await EmbedAsync(new OllamaProvider(), options, "abc", "d"));
        Assert.Equal("/ollama/api/embed", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task AServerThatFails_IsToldInItsWords_AfterFourTries()
    {
        await using var server = await OddServer.StartAsync(500,
            """{"error": "failed to encode response: json: unsupported value: NaN"}""");
        var options = new EmbedOptions { Provider = "ollama", Model = "m", Endpoint = server.Address };
        using var generator = new ServerEmbeddings(
            new ServerConnection(new Uri(server.Address), key: null, ""), ServerProtocol.Ollama, options,
            new SkippingClock(TimeSpan.FromSeconds(options.Timeout)));
        var error = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => generator.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("unsupported value: NaN", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task ABatchThatTakesTooLong_IsGivenUp()
    {
        var clock = new SkippingClock(TimeSpan.FromSeconds(30));
        await using var server = await OddServer.StartAsync(async (context, _) =>
        {
            clock.Expire();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var options = new EmbedOptions { Provider = "ollama", Model = "m", Endpoint = server.Address, Timeout = 30 };
        using var generator = new ServerEmbeddings(new ServerConnection(new Uri(server.Address), key: null, ""), ServerProtocol.Ollama,
            options, clock);
        var error = await Assert.ThrowsAsync<ModelUnavailableException>(
            () => generator.GenerateAsync(["a"], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("within 30 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FilesOf_RefusesOptionsWithoutAModel_AndAnAddressThatIsNone()
    {
        foreach (var provider in (IEmbeddingProvider[])[new OpenAIProvider(), new OllamaProvider()])
        {
            Assert.Empty(provider.FilesOf(new EmbedOptions { Model = "m", Endpoint = "https://there:8000/v1" }));
            Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions()));
            Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions { Model = "m", ModelFolder = "f" }));
            Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions { Model = "m", Endpoint = "there:8000" }));
            Assert.Throws<InvalidOptionsException>(() => provider.FilesOf(new EmbedOptions { Model = "m", Endpoint = "/v1" }));
            Assert.Throws<InvalidOptionsException>(
                () => provider.FilesOf(new EmbedOptions { Model = "m", Endpoint = "http://user:secret@there/v1" }));
        }
    }

    [Fact]
    public async Task OpenAI_NamesTheVariable_WhereThereIsNoKey()
    {
        var options = new EmbedOptions { Provider = "openai", Model = "m", KeyVariable = KeyVariable };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => EmbedAsync(new OpenAIProvider(), options, "abc"));
        Assert.Contains(KeyVariable, error.Message, StringComparison.Ordinal);
    }

    private static object Vectors(JsonNode body, bool base64) => new
    {
        data = Lengths(body).Select((vector, index) => new
        {
            index,
            embedding = base64 ? (object)Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())) : vector,
        }),
    };

    /// <summary>A text's vector is its length and one.</summary>
    private static float[][] Lengths(JsonNode body)
        => [.. body["input"]!.AsArray().Select(text => (float[])[text!.GetValue<string>().Length, 1])];

    private static async Task<float[][]> EmbedAsync(IEmbeddingProvider provider, EmbedOptions options, params string[] texts)
    {
        using var generator = await provider.OpenAsync(options, "", null, TestContext.Current.CancellationToken);
        var vectors = await generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        return [.. vectors.Select(vector => vector.Vector.ToArray())];
    }
}
