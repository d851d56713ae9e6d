namespace Grlm.Serving;

/// <summary>
/// Holds all that answers: models, store, live catalogue, keys. It is opened when the host starts, before the first request can come, and
/// closed when the last has its answer.
/// </summary>
internal sealed partial class ServedShop(GrlmServerOptions options, IServiceProvider services, ILogger<ServedShop> logger)
    : IHostedService, IAsyncDisposable
{
    private const int RememberedLists = 50_000;

    private Opened? _opened;

    public GrlmServerOptions Options => options;

    public Store Store => Now.Store;

    /// <summary>Gets the versions of the model, one of which a request takes to answer with.</summary>
    public ShopVersions Versions { get; } = new();

    public ApiKeys Keys => Now.Keys;

    public RecommendationLogger Log => Now.Log;

    public TrendingItems Trending => Now.Trending;

    public ShownLists Shown { get; } = new(RememberedLists);

    public KeyRates Rates { get; } = new(options.RateLimit);

    public TimeProvider Clock { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public bool IsOpen => _opened is not null;

    private Opened Now => _opened ?? throw new ApiException(503, "starting", "The server is starting. Ask again.") { RetryAfter = 1 };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var workspace = GrlmWorkspace.Open(options.Workspace);
        Artifacts.Recover(workspace);
        var engine = RecommendationEngine.Open(
            workspace,
            services.GetService<IModelLoader>() ?? new CompactModelLoader(threads: 1),
            options.Source,
            GenerationMode.Constrained);
        try
        {
            var store = await Store.OpenAsync(options.StoreConnection, Clock, cancellationToken).ConfigureAwait(false);
            await OpenAsync(store, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            engine.Dispose();
            throw;
        }

        var name = $"{engine.Source.ToString().ToLowerInvariant()}-{engine.Version[..Math.Min(12, engine.Version.Length)]}";
        var version = await ShopVersion.OpenAsync(this, name, engine, cancellationToken).ConfigureAwait(false);
        Versions.Activate(version);
        Now.Follower.Start();
        LogOpened(logger, name, version.Catalog.Current.AvailableCount, Store.Name);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes what answers once nobody asks any more: first what waits, then what it needs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_opened is not { } opened)
            return;
        await opened.Follower.DisposeAsync().ConfigureAwait(false);
        await Versions.DisposeAsync().ConfigureAwait(false);
        if (Interlocked.Exchange(ref _opened, null) is null)
            return;
        await opened.Log.DisposeAsync().ConfigureAwait(false);
        opened.Trending.Dispose();
        await opened.Store.DisposeAsync().ConfigureAwait(false);
        Rates.Dispose();
    }

    private async Task OpenAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await ApiKeys.OpenAsync(store.Keys, cancellationToken).ConfigureAwait(false);
            if (!keys.Any && !options.OpenWithoutKeys)
            {
                throw new MissingPrerequisiteException(
                    $"{store.Name} has no keys yet, and without any the server answers on loopback alone. " +
                        "Make one ('grlm keys add').");
            }

            _opened = new Opened(
                store,
                keys,
                new RecommendationLogger(store.Recommendations, options.LogShare),
                new TrendingItems(store.Interactions, Clock),
                new StoreFollower(store, Versions, keys, logger));
            if (!keys.Any)
                LogOpenToAll(logger);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model}, {Items} items that may be recommended, store {Store}.")]
    private static partial void LogOpened(ILogger logger, string model, int items, string store);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are no keys: whoever reaches this address may do everything.")]
    private static partial void LogOpenToAll(ILogger logger);

    private sealed record Opened(Store Store, ApiKeys Keys, RecommendationLogger Log, TrendingItems Trending, StoreFollower Follower);
}
