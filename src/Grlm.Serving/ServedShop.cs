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
    private bool _closing;

    public GrlmServerOptions Options => options;

    public Store Store => Now.Store;

    /// <summary>Gets the versions of the model, one of which a request takes to answer with.</summary>
    public ShopVersions Versions => Now.Versions;

    /// <summary>Gets what rolls out versions of the model.</summary>
    public ModelRollout Rollout => Now.Rollout;

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
        var store = await Store.OpenAsync(options.StoreConnection, Clock, cancellationToken).ConfigureAwait(false);
        _opened = await OpenAsync(store, cancellationToken).ConfigureAwait(false);
        if (!Keys.Any)
            LogOpenToAll(logger);
        await Versions.StartAsync(cancellationToken).ConfigureAwait(false);
        Now.Follower.Start();
        using var use = Versions.Use();
        LogOpened(logger, use.Shop.Name, use.Shop.Catalog.Current.AvailableCount, Store.Name);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Closes what answers once nobody asks any more: first what waits, then what it needs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closing, true) || _opened is not { } opened)
            return;
        await opened.Follower.DisposeAsync().ConfigureAwait(false);
        await opened.Versions.DisposeAsync().ConfigureAwait(false);
        _opened = null;
        await opened.Log.DisposeAsync().ConfigureAwait(false);
        opened.Trending.Dispose();
        await opened.Store.DisposeAsync().ConfigureAwait(false);
        Rates.Dispose();
    }

    private async Task<Opened> OpenAsync(Store store, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await ApiKeys.OpenAsync(store.Keys, cancellationToken).ConfigureAwait(false);
            if (!keys.Any && !options.OpenWithoutKeys)
            {
                throw new MissingPrerequisiteException(
                    $"{store.Name} has no keys yet, and without any the server answers on loopback alone. " +
                        "Add a key first.");
            }

            var workspace = GrlmWorkspace.Open(options.Workspace);
            var vault = new ModelVault(
                workspace.Root, store.ModelFiles, services.GetService<IModelLoader>() ?? new CompactModelLoader(threads: 1));
            var versions = new ShopVersions(this, vault, workspace, logger);
            return new Opened(
                store,
                keys,
                new RecommendationLogger(store.Recommendations, options.LogShare),
                new TrendingItems(store.Interactions, Clock),
                versions,
                new ModelRollout(this, vault),
                new StoreFollower(store, versions, keys, logger));
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

    private sealed record Opened(
        Store Store,
        ApiKeys Keys,
        RecommendationLogger Log,
        TrendingItems Trending,
        ShopVersions Versions,
        ModelRollout Rollout,
        StoreFollower Follower);
}
