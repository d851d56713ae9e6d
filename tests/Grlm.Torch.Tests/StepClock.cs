namespace Grlm.Torch.Tests;

/// <summary>A clock that goes on only where it is told to.</summary>
internal sealed class StepClock : TimeProvider
{
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(TimeSpan time) => _now += time;
}
