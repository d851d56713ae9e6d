namespace Grlm.LanguageModels.Tests;

public sealed class WorkerTeamTests
{
    [Fact]
    public void For_CallsTheBodyForEveryItemOnce_LoopAfterLoop()
    {
        using var team = new WorkerTeam(3);
        for (var loop = 0; loop < 2_000; loop++)
        {
            var calls = new int[loop % 17];
            team.For(calls.Length, (worker, item) =>
            {
                Assert.InRange(worker, 0, 2);
                Interlocked.Increment(ref calls[item]);
            });
            Assert.All(calls, count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void For_ReportsAFailure_AndGoesOnAfterwards()
    {
        using var team = new WorkerTeam(2);

        Assert.ThrowsAny<Exception>(() => team.For(64, (_, _) => throw new InvalidInputException("damaged")));

        var count = 0;
        team.For(64, (_, _) => Interlocked.Increment(ref count));
        Assert.Equal(64, count);
    }
}
