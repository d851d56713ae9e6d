using System.Text.Json;

namespace Grlm.Providers.Tests;

/// <summary>Term generation as a whole against a server that does all that servers do.</summary>
public sealed class TermsFromServersTests
{
    private const int Items = 10_000;
    private const int Concurrency = 32;
    private const int Cursed = 997;

    [Fact]
    public async Task EveryItemEndsValidOrListed_AndNothingFinishedIsAskedTwice_ThroughThreeStops()
    {
        await using var server = await FakeModelServer.StartAsync();
        using var things = new Things(Items);
        server.Behave = Misbehave(new Random(5));
        server.OnHanging = things.Clock.Expire;
        var options = Things.Options(server) with { Concurrency = Concurrency };
        var random = new Random(17);
        for (var stop = 1; stop <= 3; stop++)
        {
            var finished = Finished(things.Log);
            var asked = server.Requests.Count;
            await StoppedAsync(server, things, options, after: random.Next(800, 2_500));
            Assert.DoesNotContain(server.Requests.Skip(asked), request => finished.Contains((request.Item, request.Turn)));
        }

        var before = Finished(things.Log);
        var askedBefore = server.Requests.Count;
        Assert.InRange(before.Count, 1_000, Items - 1);
        server.OnAnswered = _ => { };
        var (proposals, end, usage) = await things.AskAsync(options, TestContext.Current.CancellationToken);

        Assert.Null(end);
        Assert.DoesNotContain(server.Requests.Skip(askedBefore), request => before.Contains((request.Item, request.Turn)));
        Assert.InRange(things.MostCalls, 2, Concurrency);
        Assert.Equal(Enumerable.Range(0, Items), proposals.Select(proposal => proposal.Item).Order());
        foreach (var proposal in proposals)
        {
            Assert.Equal(proposal.Item % Cursed == 0, proposal.Failure is not null);
            Assert.Equal(proposal.Failure is null ? FakeModelServer.TermsOf(proposal.Item) : [], proposal.Terms);
        }

        Assert.All(proposals.Where(proposal => proposal.Failure is not null),
            failed => Assert.Equal((4, "It has 4 terms; 5 are needed."), (failed.Attempts, failed.Failure)));
        Assert.Equal(before.Count, usage.Reused);
        Assert.True(File.ReadLines(things.Log)
            .All(line => JsonDocument.Parse(line).RootElement.GetProperty("answer").ValueKind == JsonValueKind.String));
    }

    /// <summary>Faults on some of the requests; items whose number can be divided by <see cref="Cursed"/> never get five terms.</summary>
    private static Func<int, int, FakeAnswer> Misbehave(Random random)
    {
        var hangs = 0;
        return (item, turn) =>
        {
            double chance;
            lock (random)
            {
                chance = random.NextDouble();
            }

            return chance switch
            {
                < 0.02 => FakeAnswer.TooMany,
                < 0.05 => FakeAnswer.Broken,
                < 0.06 => FakeAnswer.MalformedBody,
                < 0.062 when Interlocked.Increment(ref hangs) <= 4 => FakeAnswer.Hang,
                _ when item % Cursed == 0 => FakeAnswer.FourTerms,
                < 0.12 when turn == 1 => FakeAnswer.FourTerms,
                < 0.22 => FakeAnswer.Prose,
                _ => FakeAnswer.Good,
            };
        };
    }

    /// <summary>Runs until so many further answers have been given, and stops at once.</summary>
    private static async Task StoppedAsync(FakeModelServer server, Things things, TermsOptions options, int after)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var left = after;
        server.OnAnswered = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                stop.Cancel();
            }
        };
        var (_, end, _) = await things.AskAsync(options, stop.Token);
        Assert.IsAssignableFrom<OperationCanceledException>(end);
    }

    /// <summary>The items and turns that the log has answers for.</summary>
    private static HashSet<(int Item, int Turn)> Finished(string log) => !File.Exists(log) ? [] :
        [.. File.ReadLines(log).Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (int.Parse(line.GetProperty("item").GetString()![1..]), line.GetProperty("attempt").GetInt32()))];
}
