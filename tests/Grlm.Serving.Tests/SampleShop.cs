using System.Net;
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
    private int _stores;

    public string Workspace => _folder.PathOf("workspace");

    public async ValueTask InitializeAsync()
    {
        var samples = Path.Combine(Repository.Root, "samples", "catalog");
        var sequences = _folder.PathOf("sequences.txt");
        await File.WriteAllLinesAsync(sequences, File.ReadLines(Path.Combine(samples, "sequences.txt")).Take(Shoppers));
        using var workspace = GrlmWorkspace.Open(Workspace);
        await workspace.Pipeline.RunAsync(
            new ImportStage(), new ImportOptions { Items = Path.Combine(samples, "items.jsonl"), Interactions = sequences });
        await workspace.Pipeline.RunAsync(new TermsStage(), new TermsOptions { TermIds = Path.Combine(samples, "term-ids.json") });
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Names a store that there is none of yet.</summary>
    public string NewStore() => _folder.PathOf($"store-{Interlocked.Increment(ref _stores)}.db");

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
