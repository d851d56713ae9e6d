namespace Grlm.EndToEnd.Tests;

public sealed class ImportCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public ImportCommandTests()
    {
        _product.Folder.Write("items.jsonl", "one");
        _product.Folder.Write("sequences.txt", "one");
    }

    private string Dataset => Path.Combine(_product.Workspace, "dataset", "artifact.txt");

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Import_WithTermIds_MakesTheLibraryAsWell()
    {
        _product.Folder.Write("term-ids.json", "good");
        var result = await ImportAsync("--term-ids", "term-ids.json");
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("import", result.Output);
        Assert.Equal(["artifact.txt", "manifest.json"], FilesOf("dataset"));
        Assert.Equal(["artifact.txt", "manifest.json"], FilesOf("terms"));
    }

    [Fact]
    public async Task Import_WithTermIds_PrintsOneJsonDocument()
    {
        _product.Folder.Write("term-ids.json", "good");
        var json = (await ImportAsync("--term-ids", "term-ids.json", "--json")).Json();
        Assert.Equal(198_502, json.GetProperty("interactions").GetInt64());
        Assert.Equal(14, json.GetProperty("dropped").GetProperty("unknown item").GetInt64());
        Assert.Equal(66, json.GetProperty("terms").GetProperty("collidingItems").GetInt32());
    }

    [Theory]
    [InlineData("bad", 3, "four terms")]
    [InlineData(null, 4, "no file")]
    public async Task Import_LeavesNothing_WhenTheTermIdsAreBad(string? content, int exitCode, string problem)
    {
        if (content is not null)
        {
            _product.Folder.Write("term-ids.json", content);
        }

        var result = await ImportAsync("--term-ids", "term-ids.json");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_product.Workspace));
    }

    [Fact]
    public async Task Import_KeepsTheLastDataset_WhenTheTermIdsOfTheNextAreBad()
    {
        await ImportAsync();
        var before = File.ReadAllText(Dataset);
        _product.Folder.Write("items.jsonl", "two");
        _product.Folder.Write("term-ids.json", "bad");
        Assert.Equal(3, (await ImportAsync("--term-ids", "term-ids.json", "--lenient")).ExitCode);
        Assert.Equal(before, File.ReadAllText(Dataset));
        Assert.False(Directory.Exists(Path.Combine(_product.Workspace, "dataset.partial")));
    }

    private Task<CommandResult> ImportAsync(params string[] more)
        => _product.RunAsync(["import", "--items", "items.jsonl", "--interactions", "sequences.txt", .. more]);

    private IEnumerable<string?> FilesOf(string artifact)
        => Directory.EnumerateFileSystemEntries(Path.Combine(_product.Workspace, artifact)).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);
}
