using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Grlm.Serving.Tests;

public sealed class GateTests(SampleShop shop)
{
    private static readonly string[] _open = ["/health/live", "/health/ready", "/openapi/v1.json", "/reference", "/openapi"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryEndpoint_RefusesMissingWrongAndTooWeakKeys()
    {
        await using var server = await shop.StartAsync();
        var read = await AddAsync(server, ApiScope.Read);
        var write = await AddAsync(server, ApiScope.Write);
        var closed = Endpoints(server).Where(endpoint => !_open.Any(open => endpoint.Address.StartsWith(open, StringComparison.Ordinal)));
        foreach (var (method, address, scope) in closed)
        {
            await RefusesAsync(server, method, address, null, HttpStatusCode.Unauthorized, "key-missing");
            await RefusesAsync(server, method, address, read + "0", HttpStatusCode.Unauthorized, "key-unknown");
            await RefusesAsync(server, method, address, "grlm_", HttpStatusCode.Unauthorized, "key-unknown");
            if (scope != ApiScope.Read)
                await RefusesAsync(server, method, address, read, HttpStatusCode.Forbidden, "scope-missing");
            if (scope == ApiScope.Admin)
                await RefusesAsync(server, method, address, write, HttpStatusCode.Forbidden, "scope-missing");
        }
    }

    [Theory]
    [InlineData("GET", ApiScope.Read)]
    [InlineData("PUT", ApiScope.Write)]
    [InlineData("PATCH", ApiScope.Write)]
    [InlineData("DELETE", ApiScope.Write)]
    public async Task Items_TakeTheScopeOfWhatIsDoneWithThem(string method, ApiScope scope)
    {
        await using var server = await shop.StartAsync();
        Assert.Contains((HttpMethod.Parse(method), "/v1/items/x", scope), Endpoints(server));
        Assert.Contains((HttpMethod.Delete, "/v1/users/x", ApiScope.Admin), Endpoints(server));
    }

    [Fact]
    public async Task Keys_OpenWhatTheirScopeSays_UntilTheyAreRevoked()
    {
        await using var server = await shop.StartAsync();
        var key = NewApiKey.Create("shop", ApiScope.Write, DateTimeOffset.UnixEpoch);
        await server.Shop.Store.Keys.AddAsync(key.Key, Stop);
        await server.Shop.Keys.ReadAsync(Stop);
        var bearer = ("Authorization", $"Bearer {key.Secret}");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(HttpMethod.Get, "/v1/popular", null, bearer)).Status);
        var header = ("X-API-Key", key.Secret);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(HttpMethod.Get, "/v1/popular", null, header)).Status);
        Assert.Equal(HttpStatusCode.Created, (await server.Client.SendAsync(HttpMethod.Put, "/v1/items/n", "{}", bearer)).Status);

        await AddAsync(server, ApiScope.Read);
        await server.Shop.Store.Keys.RevokeAsync(key.Key.Id, Stop);
        await server.Shop.Keys.ReadAsync(Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.SendAsync(HttpMethod.Get, "/v1/popular", null, bearer)).Status);
    }

    [Fact]
    public async Task Server_WithoutKeys_StartsOnlyWhereItMayStandOpen()
    {
        var fault = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => shop.StartAsync(options => options with { OpenWithoutKeys = false }));
        Assert.EndsWith("has no keys yet, and without any the server answers on loopback alone. Add a key first.", fault.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_OfAKey_IsKeptTo()
    {
        await using var server = await shop.StartAsync(options => options with { RateLimit = 1 });
        var key = ("Authorization", $"Bearer {await AddAsync(server, ApiScope.Read)}");
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 20; call++)
            statuses.Add((await server.Client.SendAsync(HttpMethod.Get, "/v1/items/none", null, key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, statuses[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task Answers_SayThatTheyAreNoPage()
    {
        await using var server = await shop.StartAsync();
        using var answer = await server.Client.GetAsync(new Uri("/v1/popular", UriKind.Relative), Stop);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private static async Task<string> AddAsync(RunningServer server, ApiScope scope)
    {
        var key = NewApiKey.Create(scope.ToString(), scope, DateTimeOffset.UnixEpoch);
        await server.Shop.Store.Keys.AddAsync(key.Key, Stop);
        await server.Shop.Keys.ReadAsync(Stop);
        return key.Secret;
    }

    private static async Task RefusesAsync(
        RunningServer server, HttpMethod method, string address, string? key, HttpStatusCode expected, string code)
    {
        (string, string)[] headers = key is null ? [] : [("Authorization", $"Bearer {key}")];
        var (status, problem) = await server.Client.SendAsync(method, address, method == HttpMethod.Get ? null : "{}", headers);
        Assert.True((expected, code) == (status, (string?)problem?["code"]), $"{method} {address}: {status} {problem}");
    }

    /// <summary>Returns all endpoints that there are, and the scope that each takes.</summary>
    private static List<(HttpMethod Method, string Address, ApiScope? Scope)> Endpoints(RunningServer server)
        =>
        [
            .. server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (
                    HttpMethod.Parse(method),
                    "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(
                        segment => segment.IsSimple && segment.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "x")),
                    endpoint.Metadata.OfType<Gate.Takes>().LastOrDefault() is { } takes ? takes.Scope : ApiScope.Admin))),
        ];
}
