namespace Grlm.EndToEnd.Tests;

public sealed class StageCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Rank_PrintsItsReport_AndSkipsTheSecondTime()
    {
        var first = await _product.RunAsync("rank");
        Snapshot.Matches("rank", first.Output);
        Assert.StartsWith("rank      done in", first.Messages, StringComparison.Ordinal);

        var second = await _product.RunAsync("rank");
        Assert.Equal(first.Output, second.Output);
        Assert.StartsWith("rank      up to date, skipped", second.Messages, StringComparison.Ordinal);
        Assert.Single(_product.Rank.Runs);

        await _product.RunAsync("rank", "--force");
        Assert.Equal(2, _product.Rank.Runs.Count);
    }

    [Fact]
    public async Task Rank_PrintsOneJsonDocument()
    {
        var json = (await _product.RunAsync("rank", "--json", "--quiet")).Json();
        Assert.Equal(2_345_678, json.GetProperty("parameters").GetInt64());
        Assert.False(json.GetProperty("skipped").GetBoolean());
        Assert.Equal(Path.Combine(_product.Workspace, "ranker"), json.GetProperty("artifact").GetString());
    }

    [Fact]
    public async Task Embed_PrintsItsReport_AndTakesAModelFolderRelativeToWhereItStands()
    {
        await _product.RunAsync("import", "--items", _product.Folder.Write("items.jsonl", ""), "--interactions",
            _product.Folder.Write("s.txt", ""));
        Snapshot.Matches("embed", (await _product.RunAsync("embed")).Output);
        var json = (await _product.RunAsync("embed", "--provider", "onnx", "--model-folder", "there", "--json")).Json();
        Assert.Equal(0.9712, json.GetProperty("search").GetProperty("recall").GetDouble());
        Assert.Equal(Path.Combine(_product.Folder.Path, "there"), _product.Embed.Runs[^1].ModelFolder);
        Assert.Equal("onnx", _product.Embed.Runs[^1].Provider);
    }

    [Fact]
    public async Task Quiet_LeavesResultsOnly()
    {
        var result = await _product.RunAsync("rank", "--quiet");
        Assert.Empty(result.Messages);
        Assert.NotEmpty(result.Output);
    }

    [Fact]
    public async Task Verbose_TellsTheWorkspaceAndTheOptions()
    {
        var result = await _product.RunAsync("rank", "--verbose");
        Assert.Contains(_product.Workspace, result.Messages, StringComparison.Ordinal);
        Assert.Contains("Epochs = 0", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingPrerequisite_NamesTheCommand_AndExitsWith4()
    {
        var result = await _product.RunAsync("train");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("grlm rank", result.Messages, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task AnInterrupt_ExitsWith130_AndKeepsWhatWasDone()
    {
        using var source = new CancellationTokenSource();
        using var product = new FakeProduct
        {
            Interrupt = source.Token,
            Rank = new("rank", "ranker", FakeReports.Training)
            {
                During = (_, context, cancellationToken) =>
                {
                    File.WriteAllText(Path.Combine(context.OutputDirectory, "checkpoint"), "");
                    source.Cancel();
                    cancellationToken.ThrowIfCancellationRequested();
                },
            },
        };
        var result = await product.RunAsync("rank");
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("The same command goes on", result.Messages, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(product.Workspace, "ranker.partial", "checkpoint")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFaultOfOurs_ExitsWith1_AndTellsWhereOnRequest(bool verbose)
    {
        using var product = new FakeProduct
        {
            Rank = new("rank", "ranker",
                FakeReports.Training)
            { During = (_, _, _) => throw new InvalidOperationException("a fault of ours") },
        };
        var result = await product.RunAsync(verbose ? ["rank", "--verbose"] : ["rank"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("a fault of ours", result.Messages, StringComparison.Ordinal);
        Assert.Equal(verbose, result.Messages.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evaluate_PrintsATable_AndKeepsAFolderAVariant()
    {
        await _product.RunAsync("rank");
        await _product.RunAsync("train");
        var filtered = await _product.RunAsync("evaluate", "--source", "ranker");
        Snapshot.Matches("evaluate", filtered.Output);

        await _product.RunAsync("evaluate", "--protocol", "paper");
        var again = await _product.RunAsync("evaluate", "--source", "ranker", "--json");
        var json = again.Json();
        Assert.True(json.GetProperty("skipped").GetBoolean());
        Assert.Equal(0.10123, json.GetProperty("metrics").GetProperty("recall@10").GetDouble());
        Assert.Equal(0.1051, json.GetProperty("intervals").GetProperty("recall@10")[1].GetDouble());
        Assert.Equal("filtered", json.GetProperty("protocol").GetString());
        Assert.Equal(22_363, json.GetProperty("users").GetInt32());
        Assert.Equal(12.5, json.GetProperty("seconds").GetDouble());
        Assert.Equal("ba9876543210", json.GetProperty("libraryVersion").GetString());
        Assert.True(File.Exists(Path.Combine(_product.Workspace, "evaluation", "filtered-ranker-test", "metrics.json")));
        Assert.True(File.Exists(Path.Combine(_product.Workspace, "evaluation", "paper-generator-test", "metrics.json")));
    }
}
