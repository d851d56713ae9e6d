using System.Net;
using System.Text.Json.Nodes;

namespace Grlm.Serving.Tests;

public sealed class RecommendationEndpointTests(SampleShop shop) : IAsyncLifetime
{
    private const string Recommendations = "/v1/recommendations";

    private RunningServer _server = null!;

    private HttpClient Client => _server.Client;

    public async ValueTask InitializeAsync() => _server = await shop.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Recommend_AnswersAsTheLibraryDoes()
    {
        using var workspace = GrlmWorkspace.Open(shop.Workspace);
        using var recommender = workspace.OpenRecommender(new RecommenderOptions { Source = RecommendationSource.Cooccurrence });
        var expected = recommender.Recommend(["K-0001", "K-0038"], count: 5);

        var answer = await Client.OkAsync(
            HttpMethod.Post, Recommendations, """{"history": ["K-0001", "K-0038"], "count": 5, "returnProperties": true}""");

        Assert.Equal(expected.Select(item => item.ItemId), answer.Ids());
        Assert.Equal(expected[0].Terms, answer["items"]![0]!["terms"]!.AsArray().Select(term => (string)term!));
        Assert.Equal(expected[0].Title, (string)answer["items"]![0]!["properties"]!["title"]!);
        Assert.Equal("ranker", (string)answer["items"]![0]!["source"]!);
        Assert.StartsWith("cooccurrence-", (string)answer["model"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_OfAUserOfTheDataset_EqualsThatOfTheLibrary()
    {
        using var workspace = GrlmWorkspace.Open(shop.Workspace);
        using var recommender = workspace.OpenRecommender(new RecommenderOptions { Source = RecommendationSource.Cooccurrence });
        var user = recommender.Histories.UserId(0);
        var answer = await Client.OkAsync(HttpMethod.Get, $"/v1/users/{user}/recommendations?count=4");
        Assert.Equal(recommender.RecommendTo(user, 4).Select(item => item.ItemId), answer.Ids());
    }

    [Fact]
    public async Task Recommend_HeedsWishes_OfNewItemsToo_AndSaysHowTheyWereRead()
    {
        await Client.OkAsync(
            HttpMethod.Put, "/v1/items/NEW-1",
            """{"title": "Gooseneck kettle, stovetop, black", "categories": [["Kitchen", "Coffee", "Kettles"]]}""");
        var answer = await Client.OkAsync(
            HttpMethod.Post, Recommendations,
            """
            {"history": ["K-0001"], "count": 50, "want": [{"text": "pour over kettles"}], "avoid": [{"text": "white", "weight": 2}],
             "require": ["kettle"], "forbid": ["electric"]}
            """);
        var terms = answer["items"]!.AsArray().Select(item => item!["terms"]!.AsArray().Select(term => (string)term!).ToArray()).ToArray();
        Assert.NotEmpty(terms);
        Assert.All(terms, own => Assert.Contains("kettle", own));
        Assert.All(terms, own => Assert.DoesNotContain("electric", own));
        Assert.Contains("NEW-1", answer.Ids());
        Assert.Equal(
            ["pour over kettles", "white", "kettle", "electric"],
            answer["understood"]!.AsArray().Select(text => (string)text!["text"]!));

        var alone = await Client.OkAsync(HttpMethod.Post, Recommendations, """{"want": [{"text": "kettle"}], "count": 1}""");
        Assert.Contains("kettle", alone["items"]![0]!["terms"]!.AsArray().Select(term => (string)term!));
    }

    [Theory]
    [InlineData("""{"require": ["zeppelin"]}""", "invalid-input")]
    [InlineData("""{"want": [{"text": ""}]}""", "text-out-of-range")]
    [InlineData("""{"want": [{"text": "kettle", "weight": -1}]}""", "out-of-range")]
    [InlineData("""{"want": [null]}""", "null-in-list")]
    public async Task Recommend_RefusesAWishThatMeansNothing(string body, string code)
    {
        var (status, problem) = await Client.SendAsync(HttpMethod.Post, Recommendations, body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(code, (string)problem!["code"]!);
    }

    [Fact]
    public async Task Recommend_PassesOverItemsThatNobodyKnows_AndNamesThem()
    {
        var answer = await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001", "nobody's"]}""");
        var without = await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"]}""");
        Assert.Equal(without.Ids(), answer.Ids());
        Assert.Equal(["nobody's"], answer["unknownItems"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Recommend_ShowsNothingThatIsSeenExcludedOrFilteredOut()
    {
        var all = (await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 20}""")).Ids();
        var answer = await Client.OkAsync(
            HttpMethod.Post, Recommendations,
            $$"""
            {"history": ["K-0001"], "count": 20, "exclude": ["{{all[0]}}"], "filter": "category == 'Coffee'", "returnProperties": true}
            """);
        Assert.NotEmpty(answer.Ids());
        Assert.DoesNotContain("K-0001", answer.Ids());
        Assert.DoesNotContain(all[0], answer.Ids());
        Assert.All(answer["items"]!.AsArray(), item => Assert.Contains(
            item!["properties"]!["categories"]!.AsArray().SelectMany(path => path!.AsArray()), level => (string)level! == "Coffee"));
        var again = await Client.OkAsync(
            HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 424, "includeSeen": true}""");
        Assert.Contains("K-0001", again.Ids());
    }

    [Fact]
    public async Task Next_GoesOnWhereTheListEnded()
    {
        var whole = (await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 9}""")).Ids();
        var page = await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 3}""");
        var pages = page.Ids().ToList();
        for (var number = 1; number < 3; number++)
        {
            page = await Client.OkAsync(HttpMethod.Post, $"{Recommendations}/next/{page["recommId"]}", "{}");
            pages.AddRange(page.Ids());
        }

        Assert.Equal(whole, pages);
        var (status, body) = await Client.SendAsync(HttpMethod.Post, $"{Recommendations}/next/none", "{}");
        Assert.Equal((HttpStatusCode.NotFound, "recommendation-unknown"), (status, (string)body!["code"]!));
    }

    [Fact]
    public async Task Batch_AnswersEachAsByItself_AndWhatIsWrongWithOneConcernsNoOther()
    {
        var entries = await Client.OkAsync(
            HttpMethod.Post, $"{Recommendations}/batch",
            """{"requests": [{"history": ["K-0001"], "count": 3}, {"count": 0}, {"user": "new"}, {"filter": "prize < 3"}]}""");
        var answers = entries["answers"]!.AsArray();
        var alone = await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 3}""");
        Assert.Equal([200, 400, 200, 400], answers.Select(entry => (int)entry!["status"]!));
        Assert.Equal(alone.Ids(), answers[0]!["answer"]!.Ids());
        Assert.Equal("count-out-of-range", (string)answers[1]!["problem"]!["code"]!);
        Assert.Equal("popular", (string)answers[2]!["answer"]!["items"]![0]!["source"]!);
    }

    [Fact]
    public async Task Rankings_OrdersWhatTheCallerHas()
    {
        var order = (await Client.OkAsync(HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "count": 6}""")).Ids();
        var given = new JsonArray([.. order.Order().Append("none").Select(id => (JsonNode)id)]).ToJsonString();
        var answer = await Client.OkAsync(HttpMethod.Post, "/v1/rankings", $$"""{"history": ["K-0001"], "items": {{given}}}""");
        Assert.Equal(order, answer.Ids());
        Assert.Equal(["none"], answer["unknownItems"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task Similar_Popular_Trending_Newest_Search_AndGround_Answer()
    {
        Assert.DoesNotContain("K-0001", (await Client.OkAsync(HttpMethod.Get, "/v1/items/K-0001/similar?count=5")).Ids());
        var byTerms = await Client.OkAsync(HttpMethod.Post, "/v1/items/K-0001/similar", """{"by": "terms", "count": 5}""");
        Assert.All(byTerms["items"]!.AsArray(), item => Assert.Equal("terms", (string)item!["source"]!));
        Assert.Equal(3, (await Client.OkAsync(HttpMethod.Get, "/v1/popular?count=3")).Ids().Length);
        Assert.Equal(
            (await Client.OkAsync(HttpMethod.Get, "/v1/popular?count=3")).Ids(),
            (await Client.OkAsync(HttpMethod.Get, "/v1/trending?count=3")).Ids());
        Assert.Equal(2, (await Client.OkAsync(HttpMethod.Get, "/v1/newest?count=2")).Ids().Length);
        var found = await Client.OkAsync(HttpMethod.Post, "/v1/search", """{"query": "stave coffee grinder black", "count": 1}""");
        Assert.Equal(["K-0001"], found.Ids());
        var terms = found["items"]![0]!["terms"]!.AsArray().Select(term => (string)term!);
        var grounded = await Client.OkAsync(HttpMethod.Post, "/v1/ground", $$"""{"text": "[{{string.Join(", ", terms)}}]"}""");
        Assert.Equal(("K-0001", "direct"), (grounded.Ids()[0], (string)grounded["items"]![0]!["source"]!));
    }

    [Theory]
    [InlineData("""{"histry": []}""", "unknown-field")]
    [InlineData("""{"count": 5, "count": 6}""", "malformed-json")]
    [InlineData("""{"count": "5"}""", "malformed-json")]
    [InlineData("""{"history": ["K-0001" """, "malformed-json")]
    [InlineData("null", "malformed-json")]
    [InlineData("", "malformed-json")]
    [InlineData("""{"count": 1001}""", "count-out-of-range")]
    [InlineData("""{"history": [null]}""", "null-in-list")]
    [InlineData("""{"user": ""}""", "invalid-input")]
    [InlineData("""{"filter": "price <"}""", "invalid-input")]
    [InlineData("""{"domain": "none"}""", "invalid-input")]
    [InlineData("""{"source": "oracle"}""", "malformed-json")]
    public async Task Recommend_RefusesWhatCantBeWithACodeAndARemedy(string body, string code)
    {
        var (status, problem) = await Client.SendAsync(HttpMethod.Post, Recommendations, body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (status, (string?)problem!["code"]));
        Assert.EndsWith(".", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recommend_FromAModelThatIsNotThere_SaysWhichIs()
    {
        var (status, problem) = await Client.SendAsync(
            HttpMethod.Post, Recommendations, """{"history": ["K-0001"], "source": "generator"}""");
        Assert.Equal((HttpStatusCode.Conflict, "missing-prerequisite"), (status, (string?)problem!["code"]));
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere", 404, "no-such-address")]
    [InlineData("DELETE", "/v1/popular", 405, "no-such-method")]
    [InlineData("GET", "/v1/popular?count=many", 400, "malformed-request")]
    [InlineData("GET", "/v1/items/none/similar", 404, "item-unknown")]
    [InlineData("POST", "/v1/recommendations", 415, "unsupported-media-type")]
    public async Task Addresses_ThatDontFit_AreProblemsToo(string method, string address, int status, string code)
    {
        var (answered, problem) = await Client.SendAsync(HttpMethod.Parse(method), address);
        Assert.Equal((status, code), ((int)answered, (string?)problem!["code"]));
    }

    [Fact]
    public async Task Bodies_ThatAreTooLarge_AreRefused()
    {
        var (status, problem) = await Client.SendAsync(
            HttpMethod.Post, Recommendations, $$"""{"user": "{{new string('x', 1 << 20)}}"}""");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body-too-large"), (status, (string?)problem!["code"]));
    }
}
