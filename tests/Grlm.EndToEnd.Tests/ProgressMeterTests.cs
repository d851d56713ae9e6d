using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

public sealed class ProgressMeterTests
{
    private readonly ManualClock _clock = new();
    private readonly ProgressMeter _meter;

    public ProgressMeterTests() => _meter = new ProgressMeter(_clock);

    [Fact]
    public void Read_IsNothing_BeforeTheStageTellsAnything() => Assert.Null(_meter.Read());

    [Fact]
    public void Read_KnowsRateAndRemainingTime_FromTheSecondReportOn()
    {
        Report("epoch 1", 100, 1_000);
        Assert.Null(_meter.Read()!.Value.Remaining);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Report("epoch 1", 400, 1_000);

        // 300 users in 2 seconds, so 600 more take 4.
        var reading = _meter.Read()!.Value;
        Assert.Equal(150, reading.UnitsPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(4), reading.Remaining);
        Assert.Equal(0.4, reading.Share);
        Assert.Equal("epoch 1: 400 of 1,000 users, 150/s, 4.0 s left, loss 5", reading.ToString());
    }

    [Fact]
    public void Read_StartsOver_WithTheNextActivity()
    {
        Report("epoch 1", 0, 1_000);
        _clock.Advance(TimeSpan.FromSeconds(100));
        Report("epoch 1", 1_000, 1_000);
        Report("epoch 2", 0, 1_000);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Report("epoch 2", 500, 1_000);
        Assert.Equal(500, _meter.Read()!.Value.UnitsPerSecond);
    }

    [Fact]
    public void Read_HasNoShare_WhereTheTotalIsNotKnown()
    {
        Report("reading", 5, 0);
        var reading = _meter.Read()!.Value;
        Assert.Null(reading.Share);
        Assert.Equal("reading: 5 users, loss 5", reading.ToString());
    }

    private void Report(string activity, long completed, long total)
        => _meter.Report(new StageProgress(activity, completed, total, "users", "loss 5"));
}
