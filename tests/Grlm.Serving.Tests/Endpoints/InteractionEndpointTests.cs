using System.Net;

namespace Grlm.Serving.Tests;

public sealed class InteractionEndpointTests(SampleShop shop) : IAsyncLifetime
{
    private RunningServer _server = null!;

    private HttpClient Client => _server.Client;

    public async ValueTask InitializeAsync() => _server = await shop.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Interaction_CountsInTheVeryNextAnswer()
    {
        var before = await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/recommendations");
        Assert.Equal("popular", (string)before["items"]![0]!["source"]!);

        await Client.OkAsync(HttpMethod.Post, "/v1/interactions", """{"interactions": [{"user": "ann", "item": "K-0001"}]}""");

        var after = await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/recommendations");
        var expected = await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", """{"history": ["K-0001"]}""");
        Assert.Equal(expected.Ids(), after.Ids());
    }

    [Fact]
    public async Task Interaction_SentTwice_CountsOnce()
    {
        const string Body = """{"interactions": [{"id": "i", "user": "ann", "item": "K-0001", "type": "purchase", "value": 2}]}""";
        Assert.Equal(1, (int)(await Client.OkAsync(HttpMethod.Post, "/v1/interactions", Body))["accepted"]!);
        Assert.Equal(1, (int)(await Client.OkAsync(HttpMethod.Post, "/v1/interactions", Body))["duplicates"]!);
        var history = await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/interactions?limit=5");
        Assert.Equal("purchase", (string)Assert.Single(history["interactions"]!.AsArray())!["type"]!);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.SendAsync(HttpMethod.Delete, "/v1/interactions/i")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.SendAsync(HttpMethod.Delete, "/v1/interactions/i")).Status);
    }

    [Fact]
    public async Task Interaction_ThatOnlyTellsWhatWasShown_SaysNothingOfTheUser()
    {
        await Client.OkAsync(
            HttpMethod.Post, "/v1/interactions",
            """
            {"interactions": [
                {"user": "ann", "item": "K-0001", "type": "shown"},
                {"user": "ann", "item": "K-0002", "type": "rating", "value": 0}]}
            """);
        var answer = await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/recommendations");
        Assert.Equal("popular", (string)answer["items"]![0]!["source"]!);
    }

    [Fact]
    public async Task Trending_IsWhatUsersTurnToNow()
    {
        await Client.OkAsync(
            HttpMethod.Post, "/v1/interactions",
            """
            {"interactions": [
                {"user": "ann", "item": "K-0007"}, {"user": "bob", "item": "K-0007"}, {"user": "bob", "item": "K-0009"}]}
            """);
        Assert.Equal(["K-0007", "K-0009"], (await Client.OkAsync(HttpMethod.Get, "/v1/trending?count=2")).Ids());
    }

    [Fact]
    public async Task DeletedUser_IsForgotten()
    {
        var answer = await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/recommendations");
        await Client.OkAsync(HttpMethod.Post, "/v1/interactions", """{"interactions": [{"user": "ann", "item": "K-0001"}]}""");

        var deleted = await Client.OkAsync(HttpMethod.Delete, "/v1/users/ann");

        Assert.Equal(1, (int)deleted["interactions"]!);
        Assert.Empty((await Client.OkAsync(HttpMethod.Get, "/v1/users/ann/interactions"))["interactions"]!.AsArray());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Client.SendAsync(HttpMethod.Post, $"/v1/recommendations/next/{answer["recommId"]}", "{}")).Status);
    }

    [Theory]
    [InlineData("""{"interactions": []}""", "too-many-or-none")]
    [InlineData("""{"interactions": [{"user": "ann"}]}""", "field-missing")]
    [InlineData("""{"interactions": [{"user": "a\u0000b", "item": "K-0001"}]}""", "invalid-input")]
    [InlineData("""{"interactions": [{"user": "ann", "item": "K-0001", "value": 1e999}]}""", "invalid-input")]
    public async Task Interactions_ThatCantBe_AreRefusedWhole(string body, string code)
    {
        var (status, problem) = await Client.SendAsync(HttpMethod.Post, "/v1/interactions", body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (status, (string?)problem!["code"]));
    }
}
