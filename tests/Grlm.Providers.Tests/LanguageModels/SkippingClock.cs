using System.Diagnostics;

namespace Grlm.Providers.Tests;

/// <summary>A clock on which waits are over at once, as if their time had passed; those of one length take their time, such as a call's time-out.</summary>
internal sealed class SkippingClock(TimeSpan kept) : TimeProvider
{
    private long _skipped;

    /// <summary>Time that was not waited for.</summary>
    public TimeSpan Skipped => TimeSpan.FromTicks(Interlocked.Read(ref _skipped));

    public override long GetTimestamp() => base.GetTimestamp() + (Interlocked.Read(ref _skipped) * (Stopwatch.Frequency / TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skipped;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero && dueTime != kept)
        {
            Interlocked.Add(ref _skipped, dueTime.Ticks);
            dueTime = TimeSpan.Zero;
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
