namespace Grlm.Providers.Tests;

public sealed class ProviderTests
{
    private const string KeyVariable = "GRLM_TEST_KEY_OF_NOBODY";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OpenAI_AsksAnyServerForABatch_AndWaitsWhereItIsTold(bool base64)
    {
        using var server = new EmbeddingServer { AnswersInBase64 = base64, Refusals = 1 };
        var options = new EmbedOptions { Provider = EmbeddingProvider.Openai, Model = "m", Endpoint = server.Address + "/v1", KeyVariable = KeyVariable };
        Assert.Equal([[3f, 1f], [1f, 1f]], await EmbedAsync(new OpenAIProvider(), options, "abc", "d"));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(("/v1/embeddings", "Bearer none"), (server.Requests[1].Path, server.Requests[1].Authorization));
        Assert.Equal(["abc", "d"], server.Requests[1].Texts);
    }

    [Fact]
    public async Task Ollama_AsksItsServerForABatch()
    {
        using var server = new EmbeddingServer();
        var options = new EmbedOptions { Provider = EmbeddingProvider.Ollama, Model = "m", Endpoint = server.Address };
        Assert.Equal([[3f, 1f], [1f, 1f]], await EmbedAsync(new OllamaProvider(), options, "abc", "d"));
        Assert.Equal("/api/embed", Assert.Single(server.Requests).Path);
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
        }
    }

    [Fact]
    public async Task OpenAI_NamesTheVariable_WhereThereIsNoKey()
    {
        var options = new EmbedOptions { Provider = EmbeddingProvider.Openai, Model = "m", KeyVariable = KeyVariable };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => EmbedAsync(new OpenAIProvider(), options, "abc"));
        Assert.Contains(KeyVariable, error.Message, StringComparison.Ordinal);
    }

    private static async Task<float[][]> EmbedAsync(IEmbeddingProvider provider, EmbedOptions options, params string[] texts)
    {
        using var generator = await provider.OpenAsync(options, "", null, TestContext.Current.CancellationToken);
        var vectors = await generator.GenerateAsync(texts, cancellationToken: TestContext.Current.CancellationToken);
        return [.. vectors.Select(vector => vector.Vector.ToArray())];
    }
}
