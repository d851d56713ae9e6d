namespace Grlm.Serving;

/// <summary>Asks the store several times a second whether another server has changed something, and takes it over.</summary>
internal sealed partial class StoreFollower : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Store _store;
    private readonly ShopVersions _versions;
    private readonly ApiKeys _keys;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    public StoreFollower(Store store, ShopVersions versions, ApiKeys keys, ILogger logger)
        => (_store, _versions, _keys, _logger) = (store, versions, keys, logger);

    public void Start() => _following = Task.Run(FollowAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        using var timer = new PeriodicTimer(Pause);
        long? last = null;
        while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
        {
            try
            {
                var change = await _store.LastChangeAsync(_stop.Token).ConfigureAwait(false);
                if (change == last)
                    continue;
                await _versions.CatchUpAsync(_stop.Token).ConfigureAwait(false);
                await _keys.ReadAsync(_stop.Token).ConfigureAwait(false);
                last = change;
            }
            catch (GrlmException fault)
            {
                LogBehind(_logger, fault.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other servers change can't be seen now: {Reason}")]
    private static partial void LogBehind(ILogger logger, string reason);
}
