namespace Grlm.LanguageModels.Tests;

/// <summary>The system's clock, except that waits of one length are over at once, and counted.</summary>
internal sealed class ImpatientClock(TimeSpan skipped) : TimeProvider
{
    private int _skipped;

    public int Skipped => _skipped;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == skipped)
        {
            Interlocked.Increment(ref _skipped);
            dueTime = TimeSpan.Zero;
        }

        return base.CreateTimer(callback, state, dueTime, period);
    }
}
