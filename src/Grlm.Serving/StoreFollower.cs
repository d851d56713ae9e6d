using System.Threading.Channels;

namespace Grlm.Serving;

/// <summary>Asks the store several times a second whether another server has changed something, and takes it over.</summary>
internal sealed partial class StoreFollower : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), PauseAfterFault = TimeSpan.FromSeconds(10);

    private readonly Store _store;
    private readonly ShopVersions _versions;
    private readonly ApiKeys _keys;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _versionsMayDiffer =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _following = Task.CompletedTask;

    public StoreFollower(Store store, ShopVersions versions, ApiKeys keys, ILogger logger)
        => (_store, _versions, _keys, _logger) = (store, versions, keys, logger);

    public void Start() => _following = Task.WhenAll(Task.Run(FollowAsync), Task.Run(FollowVersionsAsync));

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
                _versionsMayDiffer.Writer.TryWrite(true);
            }
            catch (GrlmException fault)
            {
                LogBehind(_logger, fault.Message);
            }
        }
    }

    /// <summary>
    /// Takes over other versions of the model, beside the rest: loading one may take long, and items change meanwhile. One that can't be
    /// loaded is tried again after a while.
    /// </summary>
    private async Task FollowVersionsAsync()
    {
        while (await _versionsMayDiffer.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false))
        {
            _versionsMayDiffer.Reader.TryRead(out _);
            try
            {
                await _versions.FollowAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is GrlmException or IOException or UnauthorizedAccessException)
            {
                LogVersion(_logger, fault.Message);
                await Task.Delay(PauseAfterFault, _stop.Token).ConfigureAwait(false);
                _versionsMayDiffer.Writer.TryWrite(true);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The version of the model that the store names can't be served here: {Reason}")]
    private static partial void LogVersion(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What other servers change can't be seen now: {Reason}")]
    private static partial void LogBehind(ILogger logger, string reason);
}
