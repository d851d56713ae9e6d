using System.Threading.RateLimiting;

namespace Grlm.Serving;

/// <summary>Counts what each key asks in a second. Thread-safe.</summary>
/// <param name="perSecond">Requests that a key may make in a second; 0 for any number.</param>
internal sealed class KeyRates(int perSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _limiter = perSecond == 0 ? null : PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Tells whether a key has made its requests.</summary>
    public bool Refuses(string key, out int seconds)
    {
        seconds = 1;
        if (_limiter is null)
            return false;
        using var lease = _limiter.AttemptAcquire(key);
        return !lease.IsAcquired;
    }

    public void Dispose() => _limiter?.Dispose();
}
