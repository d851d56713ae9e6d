using System.Text.Json;

namespace Grlm.Tests;

public sealed class SweepStageTests : IDisposable
{
    // So wide that hardly anything is drawn twice.
    private static readonly Dictionary<string, IReadOnlyList<JsonElement>> _wide = new(StringComparer.Ordinal)
    {
        ["x"] = [.. Enumerable.Range(0, 1_000).Select(value => JsonSerializer.SerializeToElement(value))],
        ["y"] = [.. Enumerable.Range(0, 1_000).Select(value => JsonSerializer.SerializeToElement(value))],
    };

    private readonly FakeClock _clock = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_FindsTheBestOptions_AndNamesOnlyWhatDiffers()
    {
        var report = await RunAsync(new FakeTrials(_clock), new SweepOptions { Minutes = 1_000, Base = Json("""{ "y": 7 }""") });
        Assert.Equal([("x", "3")], report.Options.Select(option => (option.Key, option.Value.GetRawText())));
        Assert.Equal(FakeTrials.Recall(3, 7, 8), report.RecallAt10, 12);
        Assert.Equal(FakeTrials.Recall(0, 7, 8), report.StartRecallAt10!.Value, 12);
        Assert.Equal("rank", report.Stage);
    }

    [Fact]
    public async Task Run_TriesTheStart_ThenHalves()
    {
        // 80 s for the start; nine candidates of 20 s, three of 40 s, one of 80 s; a second is left, and too little for the next.
        var trials = new FakeTrials(_clock);
        var report = await RunAsync(trials, new SweepOptions { Minutes = 461 / 60.0, Space = _wide });
        Assert.Equal([8, .. Enumerable.Repeat(2, 9), 4, 4, 4, 8], trials.Runs[..14].Select(run => (int)run["epochs"]!));
        Assert.Equal((0, 5), ((int)trials.Runs[0]["x"]!, (int)trials.Runs[0]["y"]!));
        Assert.Equal((14, 7.67), (report.Trials, report.Minutes));

        // The three that go on are the best three of the nine.
        var best = trials.Runs[1..10].OrderByDescending(run => FakeTrials.Recall((int)run["x"]!, (int)run["y"]!, 2)).Take(3)
            .Select(run => (int)run["x"]!);
        Assert.Equal(best.Order(), trials.Runs[10..13].Select(run => (int)run["x"]!).Order());
    }

    [Fact]
    public async Task Run_NeverReportsOptionsThatAreWorseThanTheStart()
    {
        var report = await RunAsync(new FakeTrials(_clock),
            new SweepOptions { Minutes = 100, Space = _wide, Candidates = 1, Base = Json("""{ "x": 3, "y": 7 }""") });
        Assert.Empty(report.Options);
        Assert.Equal(report.StartRecallAt10, report.RecallAt10);
    }

    [Fact]
    public async Task Run_InterruptedAnywhere_EndsAsIfItHadNotBeen()
    {
        var options = new SweepOptions { Minutes = 30 };
        await RunAsync(new FakeTrials(_clock), options);
        var expected = LogLines();
        for (var moment = 1; moment <= expected.Length; moment += 5)
        {
            File.Delete(LogPath);
            using var interrupt = new CancellationTokenSource();
            var begun = 0;
            var interrupted = new FakeTrials(_clock)
            {
                Before = () =>
                {
                    if (++begun == moment)
                    {
                        interrupt.Cancel();
                    }
                },
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(interrupted, options, interrupt.Token));
            Assert.Equal(expected[..(moment - 1)], LogLines());
            await RunAsync(new FakeTrials(_clock), options);
            Assert.Equal(expected, LogLines());
        }
    }

    [Fact]
    public async Task Run_WithALongerBudget_BuildsOnTheShorter()
    {
        await RunAsync(new FakeTrials(_clock), new SweepOptions { Minutes = 5 });
        var shorter = LogLines();
        var longer = new FakeTrials(_clock);
        await RunAsync(longer, new SweepOptions { Minutes = 10 });
        Assert.Equal(shorter, LogLines()[..shorter.Length]);
        Assert.InRange(longer.Runs.Count, LogLines().Length - shorter.Length,
            LogLines().Length - shorter.Length + 1); // the last may run out of time
        Assert.InRange(LogLines().Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("seconds").GetDouble()), 300, 600);
    }

    [Fact]
    public async Task Run_ForgetsTrialsOnOtherData_AndALineThatAKillCutShort()
    {
        await RunAsync(new FakeTrials(_clock), new SweepOptions { Minutes = 3 });
        await File.AppendAllTextAsync(LogPath, """{"inputs":"da""", TestContext.Current.CancellationToken);
        var other = new FakeTrials(_clock) { Inputs = "data 2" };
        var report = await RunAsync(other, new SweepOptions { Minutes = 2 });
        Assert.Equal((0, 5), ((int)other.Runs[0]["x"]!, (int)other.Runs[0]["y"]!));
        Assert.Equal(report.Trials, LogLines().Count(line => line.Contains("data 2", StringComparison.Ordinal)));
        Assert.All(LogLines(), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Run_EndsWhenTheSpaceHoldsNothingNew()
    {
        var report = await RunAsync(new FakeTrials(_clock), new SweepOptions { Minutes = 50_000 });
        Assert.InRange(report.Trials, 6 * 4, 6 * 4 * 3);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "tuning", "trials")));
    }

    [Theory]
    [InlineData("""{ "z": [1] }""", "'z'")]
    [InlineData("""{ "x": [] }""", "at least one value")]
    [InlineData("""{ "epochs": [1, 2] }""", "epochs")]
    public async Task Run_RefusesASpaceThatCannotBe_BeforeAnyTrial(string space, string message)
    {
        var trials = new FakeTrials(_clock);
        var options = new SweepOptions { Space = JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<JsonElement>>>(space) };
        var error = await Assert.ThrowsAsync<InvalidOptionsException>(() => RunAsync(trials, options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(trials.Runs);
    }

    [Fact]
    public async Task Run_SaysSo_WhereTheBudgetIsOverBeforeTheFirstTrial()
        => await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => RunAsync(new FakeTrials(_clock), new SweepOptions { Minutes = 0.5 }));

    private string LogPath => Path.Combine(_folder.Root, "tuning", SweepStage.LogName);

    private string[] LogLines() => File.Exists(LogPath) ? File.ReadAllLines(LogPath) : [];

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement.Clone();

    private Task<SweepReport> RunAsync(FakeTrials trials, SweepOptions options, CancellationToken? cancellationToken = null)
        => new SweepStage((_, _) => trials, _clock)
            .RunAsync(options, _folder.Context("tuning"), cancellationToken ?? TestContext.Current.CancellationToken);
}
