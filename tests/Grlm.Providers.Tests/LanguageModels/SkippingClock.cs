using System.Diagnostics;

namespace Grlm.Providers.Tests;

/// <summary>
/// A clock on which waits are over at once, as if their time had passed. Those of one length, the time-outs of calls, never end by
/// themselves: how fast the machine is must not decide what a test sees. <see cref="Expire"/> ends them.
/// </summary>
internal sealed class SkippingClock(TimeSpan kept) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<KeptTimer> _kept = [];
    private long _skipped;

    /// <summary>Time that was not waited for.</summary>
    public TimeSpan Skipped => TimeSpan.FromTicks(Interlocked.Read(ref _skipped));

    private TimeSpan Kept => kept;

    public override long GetTimestamp()
        => base.GetTimestamp() + (Interlocked.Read(ref _skipped) * (Stopwatch.Frequency / TimeSpan.TicksPerSecond));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Skipped;

    /// <summary>Lets the calls that are under way run into their time-outs.</summary>
    public void Expire()
    {
        KeptTimer[] due;
        lock (_gate)
        {
            due = [.. _kept];
            _kept.Clear();
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => new KeptTimer(this, callback, state, dueTime);

    /// <summary>A timer that goes off at once, unless it is one of those that are kept.</summary>
    private sealed class KeptTimer : ITimer
    {
        private readonly SkippingClock _clock;
        private readonly Timer _timer;

        public KeptTimer(SkippingClock clock, TimerCallback callback, object? state, TimeSpan dueTime)
        {
            (_clock, _timer) = (clock, new Timer(callback, state, Timeout.Infinite, Timeout.Infinite));
            Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        public void Fire() => _timer.Change(0, Timeout.Infinite);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_clock._gate)
            {
                _clock._kept.Remove(this);
                if (dueTime == _clock.Kept)
                {
                    return _clock._kept.Add(this);
                }
            }

            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            Interlocked.Add(ref _clock._skipped, dueTime.Ticks);
            return _timer.Change(0, Timeout.Infinite);
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _clock._kept.Remove(this);
            }

            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
