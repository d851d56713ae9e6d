using Microsoft.Extensions.AI;

namespace Grlm.Tests;

public sealed class ModelCallsTests
{
    private static readonly ChatMessage[] _question = [new(ChatRole.User, "What is it?")];

    [Fact]
    public async Task Ask_WaitsAsLongAsTheServerAsks()
    {
        var clock = new FakeClock();
        var faults = 2;
        using var calls = Calls(
            _ => faults-- > 0 ? throw new ModelUnavailableException("busy", isOverload: true, TimeSpan.FromSeconds(45)) : "yes", clock);
        var answer = calls.AskAsync(_question, TestContext.Current.CancellationToken);
        for (var wait = 0; wait < 2; wait++)
        {
            await WaitForAsync(() => clock.Waits.Count(length => length == TimeSpan.FromSeconds(45)) > wait);
            Assert.False(answer.IsCompleted);
            clock.Advance(TimeSpan.FromSeconds(45));
        }

        Assert.Equal("yes", (await answer).Text);
    }

    [Fact]
    public async Task Ask_GivesUpACallThatHangs_AndMakesItAgain()
    {
        var clock = new FakeClock();
        var client = new HangingClient(hangs: 1);
        using var calls = new ModelCalls(new LanguageModelConnection(client, "fake:m"), new TermsOptions { Timeout = 90 }, clock);
        var answer = calls.AskAsync(_question, TestContext.Current.CancellationToken);
        await WaitForAsync(() => client.Calls == 1);
        clock.Advance(TimeSpan.FromSeconds(90));
        await WaitForAsync(() => clock.Waits.Count > 1);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("late", (await answer).Text);
    }

    [Fact]
    public async Task Ask_WaitsForAModelThatCannotHang()
    {
        var clock = new FakeClock();
        using var stop = new CancellationTokenSource();
        var client = new HangingClient(hangs: 1);
        using var calls = new ModelCalls(new LanguageModelConnection(client, "fake:m") { CanHang = false }, new TermsOptions(), clock);
        var answer = calls.AskAsync(_question, stop.Token);
        await WaitForAsync(() => client.Calls == 1);
        clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(clock.Waits);
        Assert.False(answer.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task Ask_EndsTheRun_WhereNothingWasEverAnswered()
    {
        var clock = new FakeClock();
        using var calls = Calls(_ => throw new ModelUnavailableException("nobody there"), clock);
        for (var question = 1; question <= 3; question++)
        {
            var answer = calls.AskAsync(_question, TestContext.Current.CancellationToken);
            await AdvanceUntilAsync(clock, answer);
            if (question < 3)
            {
                await Assert.ThrowsAsync<ModelUnavailableException>(() => answer);
            }
            else
            {
                Assert.True((await Assert.ThrowsAsync<MissingPrerequisiteException>(() => answer)).KeepsWork);
            }
        }
    }

    [Fact]
    public async Task Ask_PausesForAll_WhileAServerFailsAlways()
    {
        var clock = new FakeClock();
        var asked = 0;
        using var calls = Calls(_ => Interlocked.Increment(ref asked) > 1 ? throw new ModelUnavailableException("failing") : "yes", clock);
        await calls.AskAsync(_question, TestContext.Current.CancellationToken);

        // Sixty questions, each failing at once: the breaker opens after twenty calls, and the others don't reach the server.
        Task[] answers = [.. Enumerable.Range(0, 60).Select(_ => calls.AskAsync(_question, TestContext.Current.CancellationToken))];
        await WaitForAsync(() => clock.Waits.Count >= 1 + 60);
        Assert.InRange(asked, 20, 40);
        await AdvanceUntilAsync(clock, Task.WhenAll(answers));
        Assert.Contains(answers, answer => answer.Exception?.InnerException is MissingPrerequisiteException);
        Assert.All(answers,
            answer => Assert.Contains("failing", answer.Exception?.InnerException?.Message ?? "failing", StringComparison.Ordinal));
    }

    private static ModelCalls Calls(Func<IReadOnlyList<ChatMessage>, string> answer, FakeClock clock)
        => new(new LanguageModelConnection(new ScriptedChatClient(answer), "fake:m"), new TermsOptions { Concurrency = 4 }, clock);

    private static async Task WaitForAsync(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task AdvanceUntilAsync(FakeClock clock, Task task)
    {
        while (!task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    private sealed class HangingClient(int hangs) : IChatClient
    {
        private int _calls;

        public int Calls => _calls;

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref _calls) <= hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "late"));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
