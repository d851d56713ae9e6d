using System.Text.Json;
using Grlm.Providers.Tests;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command, asking a server on this machine for terms.</summary>
public sealed class TermsFromModelsTests : IAsyncLifetime
{
    private const int Items = 300;
    private const string Secret = "secret-of-the-server";

    private readonly TemporaryFolder _folder = new();
    private FakeModelServer _server = null!;

    private string Log(string artifact) => Path.Combine(_folder.Path, "workspace", artifact, "generations.jsonl");

    public async ValueTask InitializeAsync()
    {
        _server = await FakeModelServer.StartAsync();
        _folder.Write("items.jsonl",
            string.Concat(Enumerable.Range(0, Items).Select(item => $$"""{"item_id": "t{{item}}", "title": "thing {{item}}"}""" + "\n")));
        _folder.Write("sequences.txt", "1 t0 t1 t2 t3\n2 t2 t3 t4 t5\n");
        await DoneAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt");
        await DoneAsync("embed");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task AKilledRun_GoesOnWhereItWas_AndAsksNothingTwiceThatWasAnswered()
    {
        _server.Behave = (item, turn) => item % 50 == 7 && turn == 1 ? FakeAnswer.FourTerms : FakeAnswer.Good;
        var random = new Random(3);
        for (var kill = 0; kill < 2; kill++)
        {
            var finished = Finished("terms.partial");
            var asked = _server.Requests.Count;
            await KilledAsync(after: random.Next(20, 110));
            Assert.DoesNotContain(_server.Requests.Skip(asked), request => finished.Contains((request.Item, request.Turn)));
        }

        var kept = Finished("terms.partial");
        var before = _server.Requests.Count;
        Assert.InRange(kept.Count, 40, Items - 1);
        var report = (await DoneAsync(Terms("--json"))).Json();

        Assert.DoesNotContain(_server.Requests.Skip(before), request => kept.Contains((request.Item, request.Turn)));
        Assert.Equal((Items, Items - 6, 6, 0),
            (Number(report, "valid"), Number(report, "validAtFirst"), Number(report, "retried"), Number(report, "extracted")));
        Assert.Equal(Items + 6, Finished("terms").Count);
        Assert.Equal(kept.Count, Number(report.GetProperty("usage"), "reused"));

        // Extraction would lose what the model wrote: it has to be asked for. Another library then, and no further call.
        before = _server.Requests.Count;
        var refused = await RunAsync("terms");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("--force", refused.Messages, StringComparison.Ordinal);
        var extracted = (await DoneAsync("terms", "--force", "--json")).Json();
        Assert.Equal(Items, Number(extracted, "extracted"));
        report = (await DoneAsync(Terms("--json", "--collision-rounds", "0"))).Json();
        Assert.Equal((0, before), (Number(report.GetProperty("usage"), "calls"), _server.Requests.Count));
        Assert.All(Directory.GetFiles(Path.Combine(_folder.Path, "workspace"), "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Secret, File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASample_ShowsWhatIsSaid_AndWritesNothing()
    {
        var report = (await DoneAsync(Terms("--sample", "2", "--json"))).Json();
        Assert.Equal(["t0", $"t{Items / 2}"],
            report.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("itemId").GetString()));
        Assert.Equal(FakeModelServer.TermsOf(0),
            report.GetProperty("samples")[0].GetProperty("terms").EnumerateArray().Select(term => term.GetString()));
        Assert.Equal(220, Number(report.GetProperty("usage"), "inputTokens") + Number(report.GetProperty("usage"), "outputTokens"));
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder.Path, "workspace"), "terms*"));

        var text = (await DoneAsync(Terms("--sample", "1"))).Output;
        Assert.Contains("Title: thing 0", text, StringComparison.Ordinal);
        Assert.Contains("[thing, kind-0, mark-0, for-0, number-0]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASpentBudget_ExitsWith4_AndKeepsTheAnswers()
    {
        var result = await RunAsync(Terms("--budget", "1000", "--concurrency", "2"));
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("The budget of 1,000 tokens is spent.", result.Messages, StringComparison.Ordinal);
        // 110 tokens an answer; the last two may have begun together.
        Assert.InRange(Finished("terms.partial").Count, 10, 11);
    }

    [Fact]
    public async Task AModelThatNamesNothing_IsSaidInTheLastLine_AndInTheReport()
    {
        _server.Behave = (_, _) => FakeAnswer.FourTerms;
        var result = await DoneAsync(Terms("--limit", "3", "--collision-rounds", "0"));
        Assert.StartsWith(
            "No item was named by the model; all 3 have extracted terms. It has 4 terms; 5 are needed.",
            result.Messages.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "workspace", "terms", "report.json"),
            TestContext.Current.CancellationToken));
        Assert.Equal(0, Number(report.RootElement, "namedByModel"));
    }

    [Fact]
    public async Task ARunThatIsRefused_ExitsWith4_InTheServersWords_WithoutTheKeyThatItRepeats()
    {
        _server.Always = (400, $$$"""{"error": {"message": "nothing for {{{Secret}}} today"}}""");
        var result = await RunAsync(Terms("--verbose"));
        Assert.Equal((4, true), (result.ExitCode, result.Messages.Contains("nothing for *** today", StringComparison.Ordinal)));
        Assert.DoesNotContain(Secret, result.Messages, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, 5, 40);
    }

    [Theory]
    [InlineData("--endpoint", "http://user:secret-of-mine@127.0.0.1:9/v1")]
    [InlineData("--key-variable", "sk-secret-of-mine")]
    public async Task ASecretInAnOption_ExitsWith2_AndIsNowhere(string option, string value)
    {
        var result = await RunAsync("terms", "--provider", "openai", "--model", "m", "--verbose", option, value);
        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("secret-of-mine", result.Messages, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(Path.Combine(_folder.Path, "workspace"), "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("secret-of-mine", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnUnknownPlaceholder_ExitsWith3_AndAMissingModelWith2()
    {
        _folder.Write("mine.md", "What is {{item}}? {{target}}");
        var result = await RunAsync(Terms("--prompt", "mine.md"));
        Assert.Equal((3, true),
            (result.ExitCode, result.Messages.Contains("mine.md:1: There is no placeholder {{item}}.", StringComparison.Ordinal)));
        Assert.Equal(2, (await RunAsync("terms", "--provider", "openai")).ExitCode);
        Assert.Equal(2, (await RunAsync("terms", "--sample", "3")).ExitCode);
        Assert.Equal(2, (await RunAsync(Terms("--sample", "0"))).ExitCode);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private string[] Terms(params string[] more)
        => ["terms", "--provider", "openai", "--model", "m", "--endpoint", $"{_server.Address}/v1", "--key-variable",
            "GRLM_TEST_KEY", .. more];

    private Task<CommandResult> RunAsync(params string[] arguments) => CommandProcess.RunAsync(_folder.Path, Environment(), arguments);

    private async Task<CommandResult> DoneAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result;
    }

    private static Dictionary<string, string?> Environment() => new() { ["GRLM_TEST_KEY"] = Secret, ["NO_PROXY"] = "127.0.0.1" };

    /// <summary>Starts the command and kills it when so many more answers have been sent.</summary>
    private async Task KilledAsync(int after)
    {
        var left = after;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.OnAnswered = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                reached.SetResult();
            }
        };
        using var process = CommandProcess.Start(_folder.Path, Environment(), Terms("--concurrency", "4", "-q"));
        await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _server.OnAnswered = _ => { };
    }

    /// <summary>The items and turns that a log has answers for; half a line at its end is none.</summary>
    private HashSet<(int Item, int Turn)> Finished(string artifact) => !File.Exists(Log(artifact)) ? [] :
        [.. File.ReadAllText(Log(artifact)).Split('\n')[..^1].Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => (int.Parse(line.GetProperty("item").GetString()![1..]), line.GetProperty("attempt").GetInt32()))];
}
