namespace Grlm.EndToEnd.Tests;

public sealed class AblateCommandTests : IDisposable
{
    private const string Configuration = """
        {
          "workspace": "grid",
          "data": "data",
          "import": { "items": "items.jsonl", "interactions": "sequences.txt" },
          "terms": { "termIds": "term-ids.json" },
          "rank": { "epochs": 2 },
          "train": { "batchSize": 64 },
          "evaluate": [{ "protocol": "filtered" }, { "protocol": "paper" }],
          "variants": {
            "all tasks": { "train": { "tasks": ["internalization", "behavior"] } },
            "short": { "rank": { "epochs": 1 }, "evaluate": { "protocol": "paper" } }
          }
        }
        """;

    private readonly FakeProduct _product = new();

    public AblateCommandTests()
    {
        _product.Folder.Write("data/items.jsonl", "");
        _product.Folder.Write("data/sequences.txt", "");
        _product.Folder.Write("data/term-ids.json", "");
        _product.Folder.Write("grid.json", Configuration);
    }

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Ablate_RunsEveryVariantInAWorkspaceOfItsOwn_AndSharesStagesThatAreTheSame()
    {
        var result = await _product.RunAsync("ablate", "grid.json");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("ablate", result.Output);
        Assert.Equal([2, 1], _product.Rank.Runs.Select(options => options.Epochs)); // base and "all tasks" share one
        Assert.Equal(3, _product.Train.Runs.Count);
        Assert.Single(_product.Import.Runs);
        Assert.All(_product.Train.Runs, options => Assert.Equal(64, options.Compact.BatchSize));
        Assert.True(File.Exists(PathOf("grid/cells/all-tasks/model/manifest.json")));
        Assert.Contains("--only \"all tasks\"", File.ReadAllText(PathOf("grid/ablation.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ablate_RunsNothingTwice_WhenItIsRepeated()
    {
        var first = await _product.RunAsync("ablate", "grid.json");
        var table = File.ReadAllText(PathOf("grid/ablation.json"));
        var second = await _product.RunAsync("ablate", "grid.json");
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(3, _product.Train.Runs.Count);
        Assert.Equal(table, File.ReadAllText(PathOf("grid/ablation.json")));
    }

    [Fact]
    public async Task Ablate_RunsTheNamedVariantsOnly()
    {
        var rows = (await _product.RunAsync("ablate", "grid.json", "--only", "short", "--json")).Json().GetProperty("rows");
        Assert.Equal("short", Assert.Single(rows.EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(1, Assert.Single(_product.Rank.Runs).Epochs);
    }

    [Fact]
    public async Task Ablate_GivesEverySeedToEveryStageThatTakesOne()
    {
        _product.Folder.Write("seeds.json",
            Configuration.Replace("\"variants\"", "\"seeds\": [1, 2], \"variants\"", StringComparison.Ordinal));
        var json = (await _product.RunAsync("ablate", "seeds.json", "--only", "base", "--json")).Json();
        Assert.Equal([1, 2], _product.Rank.Runs.Select(options => options.Seed));
        Assert.Equal([1, 2], _product.Train.Runs.Select(options => options.Seed));
        Assert.Equal(2, json.GetProperty("rows")[0].GetProperty("seeds").GetInt32());
        Assert.Equal(2, json.GetProperty("cells").GetArrayLength());
    }

    [Theory]
    [InlineData("\"variants\": {}", "has no \"variants\"")]
    [InlineData("\"variants\": { \"a b\": {}, \"a-b\": {} }", "would share the folder")]
    [InlineData("\"variants\": { \"a\": { \"trian\": {} } }", "Did you mean 'train'?")]
    [InlineData("\"variants\": { \"a\": { \"train\": { \"epoch\": 2 } } }", "Did you mean 'epochs'?")]
    [InlineData("\"variants\": { \"a\": 5 }", "takes an object")]
    [InlineData("\"seeds\": [\"x\"], \"variants\": { \"a\": {} }", "'seeds' takes a list of whole numbers")]
    public async Task Ablate_RefusesABadConfiguration_BeforeAnythingRuns(string members, string problem)
    {
        _product.Folder.Write("bad.json", $$"""{ "rank": {}, "train": {}, {{members}} }""");
        var result = await _product.RunAsync("ablate", "bad.json");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        Assert.Empty(_product.Rank.Runs);
    }

    [Fact]
    public async Task Ablate_RefusesAVariantThatThereIsNot()
        => Assert.Contains("Did you mean 'short'?", (await _product.RunAsync("ablate", "grid.json", "--only", "shor")).Messages,
            StringComparison.Ordinal);

    private string PathOf(string path) => Path.Combine(_product.Folder.Path, path);
}
