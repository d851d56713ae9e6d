using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

public sealed class InterruptTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly Interrupt _interrupt;

    public InterruptTests() => _interrupt = new Interrupt(_clock);

    public void Dispose() => _interrupt.Dispose();

    [Fact]
    public void Take_AsksToStop()
    {
        Assert.False(_interrupt.Token.IsCancellationRequested);
        Assert.True(_interrupt.HandleSignal());
        Assert.True(_interrupt.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(0.5, true)]
    [InlineData(2.0, true)]
    [InlineData(2.1, false)]
    [InlineData(600.0, false)]
    public void Take_EndsTheProcess_OnlyWhereTwoSecondsLieBetween(double seconds, bool isTheSame)
    {
        _interrupt.HandleSignal();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isTheSame, _interrupt.HandleSignal());
    }

    [Fact]
    public void Take_CountsTheTwoSecondsFromTheFirstSignal()
    {
        _interrupt.HandleSignal();
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.True(_interrupt.HandleSignal());
        _clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.False(_interrupt.HandleSignal());
    }
}
