using CsCheck;

namespace Grlm.Tests;

public sealed class AdaptiveConcurrencyTests
{
    [Fact]
    public void TheLimit_GrowsByOneASuccess_ThenHalves_ThenGrowsByOneARound()
    {
        var concurrency = new AdaptiveConcurrency(10, new FakeClock());
        Assert.Equal(4, concurrency.Limit);
        Succeed(concurrency, 3);
        Assert.Equal(7, concurrency.Limit);
        Succeed(concurrency, 20);
        Assert.Equal(10, concurrency.Limit);

        concurrency.Overload(overloadsAtStart: 0, TimeSpan.Zero);
        Assert.Equal(5, concurrency.Limit);
        // 5, 5.2, 5.39, 5.58, 5.76, 5.93, 6.10
        Succeed(concurrency, 5);
        Assert.Equal(5, concurrency.Limit);
        Succeed(concurrency, 1);
        Assert.Equal(6, concurrency.Limit);
    }

    [Fact]
    public void CallsThatBeganBeforeAnOverload_DoNotHalveTheLimitAgain()
    {
        var concurrency = new AdaptiveConcurrency(16, new FakeClock());
        Succeed(concurrency, 12);
        for (var call = 0; call < 5; call++)
        {
            concurrency.Overload(overloadsAtStart: 0, TimeSpan.Zero);
        }

        Assert.Equal(8, concurrency.Limit);
        concurrency.Overload(overloadsAtStart: 1, TimeSpan.Zero);
        Assert.Equal(4, concurrency.Limit);
    }

    [Fact]
    public void TheLimit_StaysBetweenOneAndTheMaximum()
        => Gen.Select(Gen.Int[1, 20], Gen.Bool.Array[0, 60]).Sample((maximum, successes) =>
        {
            var concurrency = new AdaptiveConcurrency(maximum, new FakeClock());
            var overloads = 0;
            foreach (var success in successes)
            {
                if (success)
                {
                    concurrency.Success();
                }
                else
                {
                    concurrency.Overload(overloads++, TimeSpan.Zero);
                }

                Assert.InRange(concurrency.Limit, 1, maximum);
            }
        });

    [Fact]
    public async Task NoMoreCallsRunThanTheLimit_AndAllGetThrough()
    {
        var concurrency = new AdaptiveConcurrency(3, new FakeClock());
        var (running, most, done) = (0, 0, 0);
        await Parallel.ForAsync(0, 300,
            new ParallelOptions { MaxDegreeOfParallelism = 20, CancellationToken = TestContext.Current.CancellationToken },
            async (_, token) =>
        {
            await concurrency.EnterAsync(token);
            var now = Interlocked.Increment(ref running);
            lock (concurrency)
            {
                most = Math.Max(most, now);
            }

            await Task.Yield();
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref done);
            concurrency.Leave();
        });
        Assert.Equal((3, 300), (most, done));
    }

    [Fact]
    public async Task AfterAnOverload_NothingBegins_UntilTheServerHasRested()
    {
        var clock = new FakeClock();
        var concurrency = new AdaptiveConcurrency(8, clock);
        concurrency.Overload(await concurrency.EnterAsync(TestContext.Current.CancellationToken), TimeSpan.FromSeconds(30));
        concurrency.Leave();
        var next = concurrency.EnterAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await next);
    }

    private static void Succeed(AdaptiveConcurrency concurrency, int times)
    {
        for (var call = 0; call < times; call++)
        {
            concurrency.Success();
        }
    }
}
