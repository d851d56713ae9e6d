namespace Grlm.EndToEnd.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task AnOption_ComesFromTheCommandLine_ThenFromGrlmJson_ThenFromItsRecord()
    {
        _product.Folder.Write("workspace/grlm.json", """{ "rank": { "epochs": 5, "width": 64 } } // comments are fine""");
        var result = await _product.RunAsync("rank", "--epochs", "3");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(new Grlm.Torch.RankOptions { Epochs = 3, Width = 64 }, Assert.Single(_product.Rank.Runs));
    }

    [Fact]
    public async Task Paths_AreRelativeToWhereTheyStand()
    {
        var items = _product.Folder.Write("workspace/items.jsonl", "");
        var interactions = _product.Folder.Write("sequences.txt", "");
        _product.Folder.Write("workspace/grlm.json", """{ "import": { "items": "items.jsonl" } }""");
        var result = await _product.RunAsync("import", "--interactions", "sequences.txt");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(new ImportOptions { Items = items, Interactions = interactions }, Assert.Single(_product.Import.Runs));
    }

    [Theory]
    [InlineData("""{ "rank": { "epoch": 5 } }""", "no option 'epoch'", "Did you mean 'epochs'?")]
    [InlineData("""{ "tune": { } }""", "no section 'tune'", "It is called 'sweep' now.")]
    [InlineData("""{ "rnak": { } }""", "no section 'rnak'", "Did you mean 'rank'?")]
    [InlineData("""{ "train": { "Epochs": 5 } }""", "no option 'Epochs'", "Did you mean 'epochs'?")]
    [InlineData("""{ "rank": { "epochs": "five" } }""", "'epochs'", "a whole number, not \"five\"")]
    [InlineData("""{ "rank": 5 }""", "section 'rank'", "not 5")]
    [InlineData("""{ "rank": { "epochs": 5, "epochs": 6 } }""", "grlm.json", "epochs")]
    [InlineData("{\n \"rank\": { \"epochs\" 5 }\n}", "grlm.json:2", "not valid JSON")]
    public async Task ABadGrlmJson_IsRefusedBeforeAnythingRuns(string content, string problem, string remedy)
    {
        _product.Folder.Write("workspace/grlm.json", content);
        var result = await _product.RunAsync("rank");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Messages, StringComparison.Ordinal);
        Assert.Empty(_product.Rank.Runs);
    }

    [Fact]
    public async Task TheWorkspace_IsTheCurrentFolder_WhereThatIsOne()
    {
        _product.Folder.Write("grlm.json", "{}");
        Assert.Equal(0, (await _product.RunAsync("rank")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_product.Folder.Path, "ranker", "manifest.json")));
    }

    [Fact]
    public async Task TheWorkspace_IsTheCurrentFolder_WhereItHoldsAnArtifact()
    {
        await _product.RunAsync("rank", "--workspace", ".");
        Assert.Equal(0, (await _product.RunAsync("train")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_product.Folder.Path, "model", "manifest.json")));
    }
}
