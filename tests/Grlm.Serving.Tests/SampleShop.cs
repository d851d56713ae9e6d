using System.Net;
using System.Text.Json.Nodes;
using Grlm.Import;
using Grlm.Serving.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(SampleShop))]

namespace Grlm.Serving.Tests;

/// <summary>
/// A workspace with the sample catalogue, its term IDs and some of its shoppers: what is served is a ranker without training.
/// </summary>
public sealed class SampleShop : IAsyncLifetime
{
    private const int Shoppers = 300;

    private readonly TemporaryFolder _folder = new();
    private int _files;

    public string Workspace => _folder.PathOf("workspace");

    public async ValueTask InitializeAsync() => await RetrainAsync(Workspace, [], []);

    /// <summary>Fills a workspace with the catalogue and its shoppers as this one, and what has come since.</summary>
    /// <param name="path">Folder of the workspace.</param>
    /// <param name="items">More items, as lines of JSON; each takes the terms of the first one of the catalogue.</param>
    /// <param name="sequences">More users: an id and items.</param>
    public async Task RetrainAsync(string path, string[] items, string[] sequences)
    {
        var samples = Path.Combine(Repository.Root, "samples", "catalog");
        var number = Interlocked.Increment(ref _files);
        var (catalog, users) = (_folder.PathOf($"items-{number}.jsonl"), _folder.PathOf($"users-{number}.txt"));
        var terms = _folder.PathOf($"terms-{number}.json");
        await File.WriteAllLinesAsync(catalog, [.. await File.ReadAllLinesAsync(Path.Combine(samples, "items.jsonl")), .. items]);
        await File.WriteAllLinesAsync(users, [.. File.ReadLines(Path.Combine(samples, "sequences.txt")).Take(Shoppers), .. sequences]);
        var termIds = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(samples, "term-ids.json")))!.AsObject();
        foreach (var item in items)
            termIds[(string)JsonNode.Parse(item)!["item_id"]!] = termIds.First().Value!.DeepClone();
        await File.WriteAllTextAsync(terms, termIds.ToJsonString());
        using var workspace = GrlmWorkspace.Open(path);
        await workspace.Pipeline.RunAsync(new ImportStage(), new ImportOptions { Items = catalog, Interactions = users, TextUsers = true });
        await workspace.Pipeline.RunAsync(new TermsStage(), new TermsOptions { TermIds = terms });
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Names a store that there is none of yet.</summary>
    public string NewStore() => _folder.PathOf($"store-{Interlocked.Increment(ref _files)}.db");

    /// <summary>Starts a server of its own on a free port.</summary>
    public async Task<RunningServer> StartAsync(Func<GrlmServerOptions, GrlmServerOptions>? change = null)
    {
        var options = new GrlmServerOptions
        {
            Workspace = Workspace,
            Store = NewStore(),
            Source = RecommendationSource.Cooccurrence,
            OpenWithoutKeys = true,
        };
        var app = GrlmServer.Create(change?.Invoke(options) ?? options, IPAddress.Loopback, port: 0);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app);
    }
}

/// <summary>A server that runs, and a client of it.</summary>
public sealed class RunningServer(WebApplication app) : IAsyncDisposable
{
    public HttpClient Client { get; } = new()
    {
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
    };

    public WebApplication App => app;

    internal ServedShop Shop => app.Services.GetRequiredService<ServedShop>();

    /// <summary>Gets the version that answers, without keeping it: for a test that exchanges none.</summary>
    internal ShopVersion Version
    {
        get
        {
            using var use = Shop.Versions.Use();
            return use.Shop;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
