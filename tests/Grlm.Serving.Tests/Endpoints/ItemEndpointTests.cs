using System.Net;
using System.Text;

namespace Grlm.Serving.Tests;

public sealed class ItemEndpointTests(SampleShop shop) : IAsyncLifetime
{
    private const string Grinder =
        """
        {"title": "Acme Hand Coffee Grinder, Steel Burrs", "brand": "Acme", "categories": [["Kitchen", "Coffee", "Grinders"]], "price": 30}
        """;

    private RunningServer _server = null!;

    private HttpClient Client => _server.Client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await shop.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Items_HoldsTheCatalogueOfTheWorkspace()
    {
        var ids = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var page = await Client.OkAsync(HttpMethod.Get, $"/v1/items?limit=150{(after == "" ? "" : $"&after={after}")}");
            ids.AddRange(page["items"]!.AsArray().Select(item => (string)item!["item"]!["id"]!));
            after = (string?)page["next"];
        }

        Assert.Equal(_server.Version.Engine.Dataset.Catalog.Select(item => item.Id).Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task NewItem_IsRecommendedAndFound_InTheVeryNextAnswer()
    {
        Assert.Equal(HttpStatusCode.Created, (await Client.SendAsync(HttpMethod.Put, "/v1/items/new", Grinder)).Status);

        var answer = await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", """{"history": ["K-0002", "K-0003"], "count": 20}""");
        Assert.Contains("new", answer.Ids());
        var found = await Client.OkAsync(HttpMethod.Post, "/v1/search", """{"query": "Acme hand coffee grinder", "count": 1}""");
        Assert.Equal(["new"], found.Ids());
        Assert.Equal(5, found["items"]![0]!["terms"]!.AsArray().Count);
        Assert.Equal(["new"], (await Client.OkAsync(HttpMethod.Get, "/v1/newest?count=1")).Ids());
        Assert.NotEmpty((await Client.OkAsync(HttpMethod.Get, "/v1/items/new/similar")).Ids());

        // In a history it counts as what it is like, and is not shown again.
        var after = await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", """{"history": ["new"], "count": 20}""");
        Assert.Null(after["unknownItems"]);
        Assert.Equal("ranker", (string)after["items"]![0]!["source"]!);
        Assert.DoesNotContain("new", after.Ids());
    }

    [Theory]
    [InlineData("DELETE", null)]
    [InlineData("PATCH", """{"hidden": true}""")]
    [InlineData("PATCH", """{"stock": 0}""")]
    public async Task Item_ThatIsDeletedHiddenOrOutOfStock_IsGoneFromTheVeryNextAnswer(string method, string? body)
    {
        const string Call = """{"history": ["K-0001"], "count": 5}""";
        var best = (await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Call)).Ids()[0];
        await Client.OkAsync(HttpMethod.Parse(method), $"/v1/items/{best}", body);
        Assert.DoesNotContain(best, (await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Call)).Ids());
        Assert.DoesNotContain(best, (await Client.OkAsync(HttpMethod.Get, "/v1/popular?count=500")).Ids());

        await Client.OkAsync(HttpMethod.Put, $"/v1/items/{best}", """{"title": "Back again"}""");
        Assert.Equal(best, (await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Call)).Ids()[0]);
    }

    [Fact]
    public async Task Filter_SeesThePriceThatWasJustSet()
    {
        const string Call = """{"history": ["K-0001"], "filter": "price == 12.5"}""";
        Assert.Empty((await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Call)).Ids());
        await Client.OkAsync(HttpMethod.Patch, "/v1/items/K-0002", """{"price": 12.5}""");
        Assert.Equal(["K-0002"], (await Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Call)).Ids());
    }

    [Fact]
    public async Task Filter_KnowsAttributesOfNewItems()
    {
        await Client.OkAsync(
            HttpMethod.Put, "/v1/items/red", """{"title": "Red cup", "attributes": {"color": "red", "sizes": ["s", "m"]}}""");
        var answer = await Client.OkAsync(
            HttpMethod.Post, "/v1/recommendations", """{"history": ["K-0001"], "filter": "color == 'red' && 'm' in sizes"}""");
        Assert.Equal(["red"], answer.Ids());
    }

    [Fact]
    public async Task Patch_ChangesWhatIsGiven_AndNullTakesOut()
    {
        await Client.OkAsync(HttpMethod.Put, "/v1/items/new", Grinder);
        await Client.OkAsync(HttpMethod.Patch, "/v1/items/new", """{"price": null, "stock": 3, "attributes": {"a": 1, "b": "x"}}""");
        await Client.OkAsync(HttpMethod.Patch, "/v1/items/new", """{"attributes": {"a": null}}""");
        var item = (await Client.OkAsync(HttpMethod.Get, "/v1/items/new"))["item"]!;
        Assert.Null(item["price"]);
        Assert.Equal(("Acme", 3.0, """{"b":"x"}"""), ((string)item["brand"]!, (double)item["stock"]!, item["attributes"]!.ToJsonString()));
        var (status, problem) = await Client.SendAsync(HttpMethod.Patch, "/v1/items/new", """{"prize": 3}""");
        Assert.Equal((HttpStatusCode.BadRequest, "unknown-field"), (status, (string?)problem!["code"]));
    }

    [Fact]
    public async Task Tags_KeepOneFromOverwritingAnother()
    {
        using var made = await Client.PutAsync(new Uri("/v1/items/new", UriKind.Relative), Json(Grinder), Stop);
        var tag = made.Headers.ETag!.ToString();
        await Client.OkAsync(HttpMethod.Patch, "/v1/items/new", """{"price": 31}""");

        var (status, problem) = await Client.SendAsync(HttpMethod.Patch, "/v1/items/new", """{"price": 32}""", ("If-Match", tag));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "revision-conflict"), (status, (string?)problem!["code"]));
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (await Client.SendAsync(HttpMethod.Put, "/v1/items/new", Grinder, ("If-None-Match", "*"))).Status);
        using var now = await Client.GetAsync(new Uri("/v1/items/new", UriKind.Relative), Stop);
        Assert.Equal(
            HttpStatusCode.NotModified,
            (await Client.SendAsync(HttpMethod.Get, "/v1/items/new", null, ("If-None-Match", now.Headers.ETag!.ToString()))).Status);
    }

    [Fact]
    public async Task Lines_OfAnExport_ImportToTheSame()
    {
        await Client.OkAsync(HttpMethod.Put, "/v1/items/new", Grinder);
        var lines = await Client.GetStringAsync(new Uri("/v1/export/items", UriKind.Relative), Stop);
        await using var other = await shop.StartAsync();
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using var answer = await other.Client.PostAsync(new Uri("/v1/import/items", UriKind.Relative), content, Stop);
        Assert.Contains("\"created\":1,\"updated\":0", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(lines, await other.Client.GetStringAsync(new Uri("/v1/export/items", UriKind.Relative), Stop));
    }

    [Fact]
    public async Task Batch_WritesAllOrNone()
    {
        var written = await Client.OkAsync(
            HttpMethod.Post, "/v1/items", """{"items": [{"id": "a", "title": "A"}, {"id": "K-0001", "title": "B"}]}""");
        Assert.Equal((1, 1), ((int)written["created"]!, (int)written["updated"]!));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Client.SendAsync(HttpMethod.Post, "/v1/items", """{"items": [{"id": "c"}, {"id": "d", "price": 1e999}]}""")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.SendAsync(HttpMethod.Get, "/v1/items/c")).Status);
    }

    [Fact]
    public async Task Restart_KeepsWhatWasAcknowledged()
    {
        var store = shop.NewStore();
        await using (var first = await shop.StartAsync(options => options with { Store = store }))
        {
            await first.Client.OkAsync(HttpMethod.Put, "/v1/items/new%2Fone", Grinder);
            await first.Client.OkAsync(HttpMethod.Delete, "/v1/items/K-0002");
        }

        await using var second = await shop.StartAsync(options => options with { Store = store });
        Assert.Equal(HttpStatusCode.NotFound, (await second.Client.SendAsync(HttpMethod.Get, "/v1/items/K-0002")).Status);
        var ids = (await second.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", """{"history": ["K-0003"], "count": 400}""")).Ids();
        Assert.Contains("new/one", ids);
        Assert.DoesNotContain("K-0002", ids);
    }

    [Fact]
    public async Task OtherServers_OfTheSameStore_FollowWhatOneIsTold()
    {
        var store = shop.NewStore();
        await using var first = await shop.StartAsync(options => options with { Store = store });
        await using var second = await shop.StartAsync(options => options with { Store = store });
        await first.Client.OkAsync(HttpMethod.Put, "/v1/items/new", Grinder);
        await first.Client.OkAsync(HttpMethod.Delete, "/v1/items/K-0002");
        while (second.Version.Catalog.Current.Find("new") is null || second.Version.Catalog.Current.Find("K-0002")!.IsAvailable)
            await Task.Delay(10, Stop);

        var ids = (await second.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", """{"history": ["K-0003"], "count": 424}""")).Ids();
        Assert.Contains("new", ids);
        Assert.DoesNotContain("K-0002", ids);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
