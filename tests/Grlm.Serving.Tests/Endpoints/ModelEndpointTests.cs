using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Serving.Tests;

/// <summary>Versions of the model: published, activated, gone back from and tried, while requests go on.</summary>
public sealed class ModelEndpointTests(SampleShop shop)
{
    private const string Ask = """{"history": ["K-0002", "K-0003"], "count": 5}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Models_AtTheFirstStart_AreWhatTheWorkspaceHolds()
    {
        await using var server = await shop.StartAsync();
        var models = await server.Client.OkAsync(HttpMethod.Get, "/v1/models");
        var only = Assert.Single(models["models"]!.AsArray())!;
        Assert.Equal("active", (string)only["state"]!);
        Assert.Equal("cooccurrence", (string)only["source"]!);
        Assert.True((long)only["bytes"]! > 0);
        Assert.Null(models["previous"]);
        Assert.Equal((string)only["version"]!, (string)models["active"]!);
        var answer = await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Ask);
        Assert.Equal((string)only["version"]!, (string)answer["model"]!);
    }

    [Fact]
    public async Task AVersion_IsPublishedOnce_AndNeverChangesItsContent()
    {
        await using var server = await shop.StartAsync();
        var popular = Contents(shop.Workspace, RecommendationSource.Popular);
        var (first, wanted) = await server.Client.SendAsync(HttpMethod.Put, "/v1/models/v2", popular);

        // Of its own workspace the server has put the files there itself, or is about to.
        Assert.Equal(first == HttpStatusCode.Accepted, wanted!["missing"]!.AsArray().Count > 0);
        Assert.Equal(
            first == HttpStatusCode.Accepted ? HttpStatusCode.Created : HttpStatusCode.OK,
            await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Popular));
        Assert.Equal(HttpStatusCode.OK, await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Popular));

        var (status, problem) = await server.Client.SendAsync(
            HttpMethod.Put, "/v1/models/v2", Contents(shop.Workspace, RecommendationSource.Bm25));
        Assert.Equal((HttpStatusCode.Conflict, "version-conflict"), (status, (string)problem!["code"]!));
        Assert.Equal(2, (await server.Client.OkAsync(HttpMethod.Get, "/v1/models"))["models"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("library", "\"0.0.9\"", 409, "model-incompatible", "older")]
    [InlineData("library", "\"9.0.0\"", 409, "model-incompatible", "Update the server")]
    [InlineData("schema", "1", 409, "model-incompatible", "older")]
    [InlineData("schema", "99", 409, "model-incompatible", "newer")]
    [InlineData("format", "2", 409, "model-incompatible", "newer")]
    [InlineData("artifacts", "{}", 409, "model-incompatible", "Publish the workspace again")]
    [InlineData("files", """{"terms/../../x": {"sha256": "00", "bytes": 1}}""", 409, "model-incompatible", "Publish the workspace again")]
    [InlineData("source", "\"none\"", 400, "malformed-json", "can't be read")]
    public async Task AVersion_ThatDoesNotFit_IsRefusedWithTheReason(string field, string value, int status, string code, string reason)
    {
        await using var server = await shop.StartAsync();
        var contents = JsonNode.Parse(Contents(shop.Workspace, RecommendationSource.Popular))!;
        contents[field] = JsonNode.Parse(value);
        var (refused, problem) = await server.Client.SendAsync(HttpMethod.Put, "/v1/models/v2", contents.ToJsonString());
        Assert.Equal((status, code), ((int)refused, (string)problem!["code"]!));
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVersion_WhoseArtifactsAreNotWhatItsListSays_IsRefused()
    {
        await using var server = await shop.StartAsync();
        await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Popular);
        var contents = JsonNode.Parse(Contents(shop.Workspace, RecommendationSource.Popular))!;
        contents["artifacts"]!["terms"] = new string('0', 64);
        var (status, problem) = await server.Client.SendAsync(HttpMethod.Put, "/v1/models/v3", contents.ToJsonString());
        Assert.Equal((HttpStatusCode.Conflict, "model-incompatible"), (status, (string)problem!["code"]!));
    }

    [Fact]
    public async Task AFile_ThatIsNotWhatItsHashSays_IsNotKept()
    {
        await using var server = await shop.StartAsync();
        using var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var hash = new string('0', 64);
        using var answer = await server.Client.PutAsync(new Uri($"/v1/models/files/{hash}", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("hash-mismatch", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.False(await server.Shop.Store.ModelFiles.HasAsync(hash, 3, Stop));
    }

    [Fact]
    public async Task AVersion_ThatIsWorseByMoreThanChance_IsRefused_UnlessForced()
    {
        await using var server = await shop.StartAsync();
        var before = server.Version.Name;
        await PublishAsync(server.Client, "popular", shop.Workspace, RecommendationSource.Popular);
        var (status, problem) = await server.Client.SendAsync(HttpMethod.Post, "/v1/models/popular/activate", "{}");
        Assert.Equal((HttpStatusCode.Conflict, "model-worse"), (status, (string)problem!["code"]!));
        Assert.Equal(before, server.Version.Name);

        var forced = await server.Client.OkAsync(HttpMethod.Post, "/v1/models/popular/activate", """{"force": true}""");
        Assert.Equal(("popular", before), ((string)forced["active"]!, (string)forced["before"]!));
        Assert.True((double)forced["comparison"]!["high"]! < 0);
        Assert.Equal("popular", (string)(await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Ask))["model"]!);

        // A better one needs no force, and is no worse than it was.
        var back = await server.Client.OkAsync(HttpMethod.Post, $"/v1/models/{before}/activate", "{}");
        Assert.True((double)back["comparison"]!["low"]! > 0);
    }

    [Fact]
    public async Task RollingBack_LeadsStepByStepToTheFirst()
    {
        await using var server = await shop.StartAsync();
        var first = server.Version.Name;
        foreach (var source in new[] { RecommendationSource.Popular, RecommendationSource.Bm25 })
        {
            await PublishAsync(server.Client, $"{source}", shop.Workspace, source);
            await server.Client.OkAsync(HttpMethod.Post, $"/v1/models/{source}/activate", """{"force": true}""");
        }

        Assert.Equal("Popular", (string)(await server.Client.OkAsync(HttpMethod.Post, "/v1/models/rollback"))["active"]!);
        Assert.Equal(first, (string)(await server.Client.OkAsync(HttpMethod.Post, "/v1/models/rollback"))["active"]!);
        Assert.Equal(first, server.Version.Name);
        var (status, problem) = await server.Client.SendAsync(HttpMethod.Post, "/v1/models/rollback");
        Assert.Equal((HttpStatusCode.Conflict, "no-earlier-model"), (status, (string)problem!["code"]!));
    }

    [Fact]
    public async Task SwappingAndGoingBack_UnderLoad_FailsNoRequest_AndFreesWhatWasReplaced()
    {
        await using var server = await shop.StartAsync();
        var first = server.Version;
        await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Bm25);
        using var ended = new CancellationTokenSource();
        var models = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var askers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var answer = await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Ask);
                Assert.Equal(5, answer.Ids().Length);
                models.AddOrUpdate((string)answer["model"]!, 1, (_, count) => count + 1);
            }
        }, Stop)).ToList();
        for (var turn = 0; turn < 5; turn++)
        {
            await server.Client.OkAsync(HttpMethod.Post, "/v1/models/v2/activate", """{"force": true}""");
            var count = models.Values.Sum();
            while (models.Values.Sum() < count + 20)
                await Task.Delay(1, Stop);
            await server.Client.OkAsync(HttpMethod.Post, "/v1/models/rollback");
        }

        await ended.CancelAsync();
        await Task.WhenAll(askers);
        Assert.Equal(["v2", first.Name], models.Keys.OrderDescending(StringComparer.Ordinal));
        await first.Freed.WaitAsync(Stop);
        Assert.False(first.TryEnter());
    }

    [Fact]
    public async Task NewItems_AreThereUnderTheNextVersion_AndInTheOnesItKnowsAreNoLongerNew()
    {
        await using var server = await shop.StartAsync();
        const string Grinder = """{"title": "Acme Hand Coffee Grinder, Steel Burrs", "brand": "Acme"}""";
        await server.Client.OkAsync(HttpMethod.Put, "/v1/items/new", Grinder);
        await server.Client.OkAsync(HttpMethod.Put, "/v1/items/still-new", Grinder);
        await server.Client.OkAsync(HttpMethod.Delete, "/v1/items/K-0005");
        using var folder = new TemporaryFolder();
        await shop.RetrainAsync(
            folder.PathOf("next"), ["""{"item_id": "new", "title": "Acme Hand Coffee Grinder, Steel Burrs"}"""],
            [.. Enumerable.Range(0, 20).Select(user => $"n{user} K-0002 K-0003 new K-0006 K-0007 K-0008")]);
        await PublishAsync(server.Client, "next", folder.PathOf("next"), RecommendationSource.Cooccurrence);
        await server.Client.OkAsync(HttpMethod.Post, "/v1/models/next/activate", """{"force": true}""");

        var catalog = server.Version.Catalog.Current;
        Assert.Equal(catalog.Find("new")!.Index, catalog.Find("new")!.Proxy);
        Assert.NotEqual(catalog.Find("still-new")!.Index, catalog.Find("still-new")!.Proxy);
        Assert.Equal("Acme", catalog.Find("new")!.Content!.Item.Brand); // what the store says of it holds
        Assert.False(catalog.Find("K-0005")!.IsAvailable);
        var answer = await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Ask);
        Assert.Contains("new", answer.Ids());
    }

    [Fact]
    public async Task OtherServersOfTheStore_FollowTheActiveVersion_AndSoDoesOneThatStartsLater()
    {
        var store = shop.NewStore();
        await using var one = await shop.StartAsync(options => options with { Store = store });
        await using var other = await shop.StartAsync(options => options with { Store = store });
        await PublishAsync(one.Client, "v2", shop.Workspace, RecommendationSource.Bm25);
        await one.Client.OkAsync(HttpMethod.Post, "/v1/models/v2/activate", """{"force": true}""");
        while (other.Version.Name != "v2")
            await Task.Delay(20, Stop);
        await using var later = await shop.StartAsync(options => options with { Store = store });
        Assert.Equal("v2", later.Version.Name);
        using var folder = new TemporaryFolder();
        await using var bare = await shop.StartAsync(options => options with { Store = store, Workspace = folder.PathOf("empty") });
        Assert.Equal("v2", bare.Version.Name);
        Assert.Equal(5, (await bare.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Ask)).Ids().Length);
    }

    [Fact]
    public async Task ACanary_AnswersItsShareOfTheUsers_TheSameOnesAlways_AndThoseOfItsScenarios()
    {
        await using var server = await shop.StartAsync();
        var active = server.Version.Name;
        await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Bm25);
        await server.Client.OkAsync(HttpMethod.Put, "/v1/models/canary", """{"version": "v2", "share": 0.3, "scenarios": ["home"]}""");
        var users = Enumerable.Range(0, 200).Select(user => $"u{user}").ToList();
        var home = await ModelsOfAsync("home");
        Assert.InRange(home.Count(model => model == "v2"), 40, 80);
        Assert.Equal(home, await ModelsOfAsync("home"));
        Assert.All(await ModelsOfAsync("basket"), model => Assert.Equal(active, model));
        Assert.Equal("v2", (string)(await server.Client.OkAsync(HttpMethod.Get, "/v1/models"))["canary"]!["version"]!);

        await server.Client.OkAsync(HttpMethod.Delete, "/v1/models/canary");
        Assert.All(await ModelsOfAsync("home"), model => Assert.Equal(active, model));

        async Task<List<string>> ModelsOfAsync(string scenario)
        {
            var calls = users.Select(user => $$"""{"user": "{{user}}", "scenario": "{{scenario}}", "history": ["K-0002"], "count": 1}""");
            var answer = await server.Client.OkAsync(
                HttpMethod.Post, "/v1/recommendations/batch", $$"""{"requests": [{{string.Join(',', calls)}}]}""");
            return [.. answer["answers"]!.AsArray().Select(entry => (string)entry!["answer"]!["model"]!)];
        }
    }

    [Fact]
    public async Task AVersion_ThatAnswers_CantBeDeleted_AndOthersCan()
    {
        await using var server = await shop.StartAsync();
        await PublishAsync(server.Client, "v2", shop.Workspace, RecommendationSource.Bm25);
        var (status, problem) = await server.Client.SendAsync(HttpMethod.Delete, $"/v1/models/{server.Version.Name}");
        Assert.Equal((HttpStatusCode.Conflict, "model-active"), (status, (string)problem!["code"]!));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.SendAsync(HttpMethod.Delete, "/v1/models/v2")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Client.SendAsync(HttpMethod.Delete, "/v1/models/v2")).Status);
    }

    [Fact]
    public async Task TheWholeLoop_LearnsWhatUsersDidOnTheServer()
    {
        await using var server = await shop.StartAsync();
        const string Learnt = """{"history": ["K-0010"], "count": 1}""";
        Assert.NotEqual(["O-0001"], (await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Learnt)).Ids());

        // What nobody has done before: thirty new users turn from one item to another.
        string[] turns = ["K-0010", "O-0001", "K-0010", "O-0001", "K-0010"];
        var interactions = Enumerable.Range(0, 30).SelectMany(user => turns.Select((item, place) =>
            $$"""{"user": "new-{{user}}", "item": "{{item}}", "timestamp": "2026-12-01T10:00:0{{place}}Z"}"""));
        await server.Client.OkAsync(HttpMethod.Post, "/v1/interactions", $$"""{"interactions": [{{string.Join(',', interactions)}}]}""");
        var gathered = (await server.Client.GetStringAsync(new Uri("/v1/export/interactions", UriKind.Relative), Stop))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .GroupBy(line => (string)line["user"]!, line => (string)line["item"]!)
            .Select(user => $"{user.Key} {string.Join(' ', user)}");

        using var folder = new TemporaryFolder();
        await shop.RetrainAsync(folder.PathOf("next"), [], [.. gathered]);
        Assert.Equal(
            HttpStatusCode.Created, await PublishAsync(server.Client, "next", folder.PathOf("next"), RecommendationSource.Cooccurrence));
        Assert.Equal("next", (string)(await server.Client.OkAsync(HttpMethod.Post, "/v1/models/next/activate", "{}"))["active"]!);
        var answer = await server.Client.OkAsync(HttpMethod.Post, "/v1/recommendations", Learnt);
        Assert.Equal(["O-0001"], answer.Ids());
        Assert.Equal("next", (string)answer["model"]!);
    }

    private static string Contents(string workspace, RecommendationSource source)
        => JsonSerializer.Serialize(ModelContents.Of(GrlmWorkspace.Open(workspace), source), ServingJson.Api.ModelContents);

    /// <summary>Publishes a workspace: the list, the files that are missing, the list again.</summary>
    private static async Task<HttpStatusCode> PublishAsync(HttpClient client, string version, string workspace, RecommendationSource source)
    {
        var contents = Contents(workspace, source);
        var (status, body) = await client.SendAsync(HttpMethod.Put, $"/v1/models/{version}", contents);
        foreach (var hash in body!["missing"]!.AsArray().Select(hash => (string)hash!))
        {
            var path = JsonNode.Parse(contents)!["files"]!.AsObject().First(file => (string)file.Value!["sha256"]! == hash).Key;
            using var content = new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(workspace, path), Stop));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var answer = await client.PutAsync(new Uri($"/v1/models/files/{hash}", UriKind.Relative), content, Stop);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        return status == HttpStatusCode.Accepted
            ? (await client.SendAsync(HttpMethod.Put, $"/v1/models/{version}", contents)).Status : status;
    }
}
