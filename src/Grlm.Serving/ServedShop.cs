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

    public RecommendationEngine Engine => Now.Engine;

    public Store Store => Now.Store;

    public LiveCatalog Catalog => Now.Catalog;

    public ApiKeys Keys => Now.Keys;

    public RecommendationQueue Queue => Now.Queue;

    public RecommendationLogger Log => Now.Log;

    public ShopHistories Histories => Now.Histories;

    public TrendingItems Trending => Now.Trending;

    public ShownLists Shown { get; } = new(RememberedLists);

    public KeyRates Rates { get; } = new(options.RateLimit);

    public TimeProvider Clock { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    public bool IsOpen => _opened is not null;

    /// <summary>Gets the name of the model in answers.</summary>
    public string Model { get; private set; } = string.Empty;

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
            try
            {
                await OpenAsync(engine, store, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await store.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes what answers once nobody asks any more: first what waits, then what it needs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _opened, null) is not { } opened)
            return;
        await opened.Queue.DisposeAsync().ConfigureAwait(false);
        await opened.Follower.DisposeAsync().ConfigureAwait(false);
        await opened.Log.DisposeAsync().ConfigureAwait(false);
        opened.Catalog.Dispose();
        opened.Trending.Dispose();
        await opened.Store.DisposeAsync().ConfigureAwait(false);
        opened.Engine.Dispose();
        Rates.Dispose();
    }

    private async Task OpenAsync(RecommendationEngine engine, Store store, CancellationToken cancellationToken)
    {
        var keys = await ApiKeys.OpenAsync(store.Keys, cancellationToken).ConfigureAwait(false);
        if (!keys.Any && !options.OpenWithoutKeys)
        {
            throw new MissingPrerequisiteException(
                $"{store.Name} has no keys yet, and without any the server answers on loopback alone. Make one ('grlm keys add').");
        }

        var catalog = await LiveCatalog.OpenAsync(engine, store.Items, cancellationToken).ConfigureAwait(false);
        Model = $"{engine.Source.ToString().ToLowerInvariant()}-{engine.Version[..Math.Min(12, engine.Version.Length)]}";
        _opened = new Opened(
            engine,
            store,
            catalog,
            keys,
            new RecommendationQueue(engine, options.Beams, options.QueueLength),
            new RecommendationLogger(store.Recommendations, options.LogShare),
            new ShopHistories(engine.Dataset.Histories, store.Interactions),
            new TrendingItems(store.Interactions, Clock),
            new StoreFollower(store, catalog, keys, logger));
        LogOpened(logger, Model, catalog.Current.AvailableCount, store.Name);
        if (!keys.Any)
            LogOpenToAll(logger);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Model}, {Items} items that may be recommended, store {Store}.")]
    private static partial void LogOpened(ILogger logger, string model, int items, string store);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are no keys: whoever reaches this address may do everything.")]
    private static partial void LogOpenToAll(ILogger logger);

    private sealed record Opened(
        RecommendationEngine Engine,
        Store Store,
        LiveCatalog Catalog,
        ApiKeys Keys,
        RecommendationQueue Queue,
        RecommendationLogger Log,
        ShopHistories Histories,
        TrendingItems Trending,
        StoreFollower Follower);
}
