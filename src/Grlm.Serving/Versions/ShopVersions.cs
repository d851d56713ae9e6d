namespace Grlm.Serving;

/// <summary>Knows which version of the model answers whom, and exchanges it while requests go on. Safe for concurrent use.</summary>
internal sealed class ShopVersions : IAsyncDisposable
{
    private volatile ShopVersion? _active;

    /// <summary>Takes the version that answers, for as long as the result lives.</summary>
    /// <exception cref="ApiException">The server is starting or stopping.</exception>
    public ShopVersionUse Use()
    {
        while (_active is { } active)
        {
            if (active.TryEnter())
                return new ShopVersionUse(active);
        }

        throw new ApiException(503, "starting", "The server is starting or stopping. Ask again.") { RetryAfter = 1 };
    }

    /// <summary>Makes a version the one that answers; the one that did is freed when its last request is answered.</summary>
    public void Activate(ShopVersion version) => Interlocked.Exchange(ref _active, version)?.Leave();

    /// <summary>Takes over what has changed in the store: when this returns, what was committed before is served.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        using var use = Use();
        await use.Shop.Catalog.CatchUpAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _active, null) is { } last)
        {
            last.Leave();
            await last.Freed.ConfigureAwait(false);
        }
    }
}
