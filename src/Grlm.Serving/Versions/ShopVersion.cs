namespace Grlm.Serving;

/// <summary>
/// Holds the shop as one version of the model serves it: the models, the live catalogue that lies over what they know, and what waits for
/// them. A request keeps the version that it began with (<see cref="ShopVersionUse"/>); one that has been replaced is freed when the last
/// request has left it. Safe for concurrent use.
/// </summary>
internal sealed class ShopVersion
{
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _users = 1; // whoever opened it

    private ShopVersion(ServedShop shop, StoredModel model, RecommendationEngine engine, LiveCatalog catalog)
    {
        (Shop, Name, ContentHash, Engine, Catalog) = (shop, model.Version, model.ContentHash, engine, catalog);
        Queue = new RecommendationQueue(engine, shop.Options.Beams, shop.Options.QueueLength);
        Histories = new ShopHistories(engine.Dataset.Histories, shop.Store.Interactions);
    }

    /// <summary>Gets what all versions have in common: store, log, lists that were shown.</summary>
    public ServedShop Shop { get; }

    /// <summary>Gets the version's name, which answers bear.</summary>
    public string Name { get; }

    /// <summary>Gets the hash of what it consists of.</summary>
    public string ContentHash { get; }

    public RecommendationEngine Engine { get; }

    public LiveCatalog Catalog { get; }

    public RecommendationQueue Queue { get; }

    public ShopHistories Histories { get; }

    /// <summary>Gets a task that ends when it has been freed.</summary>
    public Task Freed => _freed.Task;

    /// <summary>Lays the store's items over those that the models know, and warms them. The engine is freed with the version.</summary>
    public static async Task<ShopVersion> OpenAsync(
        ServedShop shop, StoredModel model, RecommendationEngine engine, CancellationToken cancellationToken)
    {
        try
        {
            var catalog = await LiveCatalog.OpenAsync(engine, shop.Store.Items, cancellationToken).ConfigureAwait(false);
            var version = new ShopVersion(shop, model, engine, catalog);
            await version.WarmAsync(cancellationToken).ConfigureAwait(false);
            return version;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Lets a request in; false where the version has been freed.</summary>
    public bool TryEnter()
    {
        for (var users = Volatile.Read(ref _users); users > 0; users = Volatile.Read(ref _users))
        {
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }

        return false;
    }

    /// <summary>Lets a request out, or whoever opened it: the last one out frees it.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _ = FreeAsync();
    }

    /// <summary>Asks once, so that no customer is the first: code is compiled, weights are in memory.</summary>
    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        if (Engine.Dataset.Catalog.Count > 0)
        {
            await Queue.AskAsync(
                new GenerationRequest([0], GenerationRequest.NothingExcluded), Engine.Source, count: 1, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task FreeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        Catalog.Dispose();
        Engine.Dispose();
        _freed.SetResult();
    }
}

/// <summary>Keeps a version until it is disposed of, which has to happen once.</summary>
internal readonly struct ShopVersionUse(ShopVersion shop) : IDisposable
{
    /// <summary>Gets the version.</summary>
    public ShopVersion Shop => shop;

    public void Dispose() => shop.Leave();
}
