namespace Grlm.EndToEnd.Tests;

public sealed class RunCommandTests : IDisposable
{
    private const string Configuration = """
        {
          "workspace": "made",
          "data": "data",
          "import": { "items": "items.jsonl", "interactions": "sequences.txt" },
          "terms": { "termIds": "term-ids.json" },
          "rank": { "epochs": 2 },
          "train": {},
          "evaluate": [{ "protocol": "filtered", "source": "ranker" }, { "protocol": "paper" }]
        }
        """;

    private readonly FakeProduct _product = new();

    public RunCommandTests()
    {
        foreach (var folder in (string[])["configs/data", "elsewhere"])
        {
            _product.Folder.Write($"{folder}/items.jsonl", folder);
            _product.Folder.Write($"{folder}/sequences.txt", folder);
            _product.Folder.Write($"{folder}/term-ids.json", folder);
        }

        _product.Folder.Write("configs/demo.json", Configuration);
    }

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Run_RunsTheStagesInOrder_AndSkipsThemTheSecondTime()
    {
        var first = await _product.RunAsync("run", "configs/demo.json");
        Assert.Equal(0, first.ExitCode);
        Snapshot.Matches("run", first.Output);
        Assert.Equal(["import", "terms", "rank", "train", "evaluate", "evaluate"], StagesOf(first, "done in"));
        Assert.Equal(2, Assert.Single(_product.Rank.Runs).Epochs);

        var second = await _product.RunAsync("run", "configs/demo.json");
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(["import", "terms", "rank", "train", "evaluate", "evaluate"], StagesOf(second, "up to date, skipped"));
    }

    [Fact]
    public async Task Run_TakesDataAndWorkspaceFromTheCommandLineFirst()
    {
        var json = (await _product.RunAsync("run", "configs/demo.json", "--data", "elsewhere", "-w", "other", "--json")).Json();
        Assert.Equal(Path.Combine(_product.Folder.Path, "other"), json.GetProperty("workspace").GetString());
        Assert.Equal(Path.Combine(_product.Folder.Path, "elsewhere", "items.jsonl"), Assert.Single(_product.Import.Runs).Items);
        Assert.Equal(6, json.GetProperty("stages").GetArrayLength());
        Assert.Equal("filtered", json.GetProperty("stages")[4].GetProperty("result").GetProperty("protocol").GetString());
        Assert.False(Directory.Exists(Path.Combine(_product.Folder.Path, "made")));
    }

    [Fact]
    public async Task Run_MakesTheLibrary_WhenTheImportBringsTermIds()
    {
        _product.Folder.Write("data/items.jsonl", "");
        _product.Folder.Write("data/term-ids.json", "");
        _product.Folder.Write("small.json",
            """{ "data": "data", "import": { "items": "items.jsonl", "interactions": "items.jsonl", "termIds": "term-ids.json" } }""");
        var result = await _product.RunAsync("run", "small.json");
        Assert.Equal(["import", "terms"], StagesOf(result, "done in"));
    }

    [Theory]
    [InlineData("""{ "evalute": [] }""", "Did you mean 'evaluate'?")]
    [InlineData("""{ "rank": { "epoch": 2 } }""", "Did you mean 'epochs'?")]
    [InlineData("""{ "import": {} }""", "'import' needs --items")]
    [InlineData("""{ "rank": {}, "evaluate": [{ "beams": 0 }] }""", "1 to 1000")]
    [InlineData("""{ "rank": {}, "workspace": 5 }""", "'workspace' takes a text")]
    [InlineData("""{ "rank": {}, "data": null }""", "--data DIR")]
    [InlineData("[]", "takes an object")]
    public async Task Run_RefusesABadConfiguration_BeforeAnythingRuns(string content, string problem)
    {
        _product.Folder.Write("bad.json", content);
        var result = await _product.RunAsync("run", "bad.json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        Assert.Empty(_product.Rank.Runs);
    }

    [Fact]
    public async Task Run_ExitsWith4_WhenThereIsNoSuchConfiguration()
        => Assert.Equal(4, (await _product.RunAsync("run", "nowhere.json")).ExitCode);

    private static IEnumerable<string> StagesOf(CommandResult result, string state)
        => result.Messages.Split('\n').Where(line => line.Contains(state, StringComparison.Ordinal)).Select(line => line.Split(' ')[0]);
}
