namespace Grlm.EndToEnd.Tests;

public sealed class InstructCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _product.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Instruct_PrintsHowManySamplesThereAre()
    {
        var result = await _product.RunAsync("instruct");
        Snapshot.Matches("instruct", result.Output);
        Assert.Contains("34,017 samples to train on, 447 to validate on", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("behavior,internalization")]
    [InlineData("behavior", "internalization")]
    [InlineData("behavior", "--tasks", "internalization")]
    public async Task Tasks_AreListed_OneAfterTheOther_OrWithCommas(params string[] tasks)
    {
        await _product.RunAsync(["instruct", "--tasks", .. tasks]);
        Assert.Equal([InstructionTask.Behavior, InstructionTask.Internalization], Assert.Single(_product.Instruct.Runs).Tasks);
    }

    [Fact]
    public async Task Tasks_ThatThereAreNot_AreAnError()
    {
        var result = await _product.RunAsync("instruct", "--tasks", "behaviour");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--tasks takes some of internalization, behavior, collaborative, not 'behaviour'", result.Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instruct_OnTheSampleCatalogue_WritesSamples()
    {
        var catalog = Path.Combine(CommandProcess.Directory, "samples", "catalog");
        await GrlmAsync(
            "import", "--items", Path.Combine(catalog, "items.jsonl"), "--interactions", Path.Combine(catalog, "sequences.txt"),
            "--term-ids", Path.Combine(catalog, "term-ids.json"));
        var unready = await CommandProcess.RunAsync(_folder.Path, "instruct", "-w", "made");
        Assert.Equal(4, unready.ExitCode);
        Assert.Contains("grlm rank", unready.Messages, StringComparison.Ordinal);

        var json = (await GrlmAsync("instruct", "--tasks", "internalization", "behavior", "--json")).Json();
        int[] training = [.. json.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("training").GetInt32())];
        Assert.Equal(424, training[0]);
        Assert.InRange(training[1], 1_500, 2_000);
        Assert.Equal(training.Sum(), File.ReadLines(Path.Combine(_folder.Path, "made", "instructions", "train.jsonl")).Count());
        Assert.Contains("up to date, skipped", (await GrlmAsync("instruct", "--tasks", "internalization", "behavior")).Messages,
            StringComparison.Ordinal);

        var sample = (await GrlmAsync("instruct", "--tasks", "behavior", "--sample", "1", "--json")).Json().GetProperty("samples")[0];
        var turns = sample.GetProperty("turns").EnumerateArray().Select(turn => turn.GetProperty("text").GetString()!).ToArray();
        Assert.Matches(@"^\[([^,]+, ){4}[^,]+\]$", turns[^1]);
        Assert.DoesNotContain("{{", string.Concat(turns), StringComparison.Ordinal);
    }

    private async Task<CommandResult> GrlmAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, [.. arguments, "-w", "made"]);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result;
    }
}
