using System.Text.Json;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command, on two small term libraries.</summary>
public sealed class TermsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TermsCommandTests()
    {
        _folder.Write("items.jsonl", """
            {"item_id": "1", "title": "Blue mug"}
            {"item_id": "2", "title": "Red mug"}
            """);
        _folder.Write("sequences.txt", "1 1 2 1\n2 2 1 2\n");
        _folder.Write("ids.json",
            """{ "1": ["mug", "drink", "blue", "kitchen", "small"], "2": ["mug", "drink", "red", "kitchen", "small"] }""");
        _folder.Write("other.json",
            """{ "1": ["mug", "drink", "blue", "kitchen", "small"], "2": ["cup", "drink", "red", "office", "large"] }""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_SetsAWorkspaceBesideAFile()
    {
        await ImportAsync();
        var table = await RunAsync("terms", "compare", "made", "other.json");
        Assert.Contains("1 of 2 items have the same term ID", table.Output, StringComparison.Ordinal);
        var json = (await RunAsync("terms", "compare", "made", "other.json", "--json")).Json();
        Assert.Equal(6, json.GetProperty("first").GetProperty("uniqueTerms").GetInt32());
        Assert.Equal(9, json.GetProperty("second").GetProperty("uniqueTerms").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("first").GetProperty("sharedTermsWithNeighbors").ValueKind);
    }

    [Fact]
    public async Task Compare_AndAdd_SayWhatIsMissing()
    {
        Assert.Equal(4, (await CommandProcess.RunAsync(_folder.Path, "terms", "compare", "ids.json", "other.json")).ExitCode);
        await ImportAsync();
        Assert.Equal(4, (await CommandProcess.RunAsync(_folder.Path, "terms", "compare", "made", "nowhere.json")).ExitCode);
        Assert.Equal(2, (await CommandProcess.RunAsync(_folder.Path, "terms", "add", "-w", "made")).ExitCode);
        Assert.Equal(4, (await CommandProcess.RunAsync(_folder.Path, "terms", "-w", "made")).ExitCode);
    }

    [Fact]
    public async Task Terms_AreMadeOfNeighbors_AndAddKeepsEveryOne()
    {
        await RunAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt", "-w", "made");
        await RunAsync("embed", "-w", "made");
        var made = (await RunAsync("terms", "-w", "made", "--json")).Json();
        Assert.Equal((2, 2, 0),
            (made.GetProperty("valid").GetInt32(), made.GetProperty("extracted").GetInt32(), made.GetProperty("failed").GetInt32()));
        File.Copy(Path.Combine(_folder.Path, "made", "terms", "term-ids.parquet"), Path.Combine(_folder.Path, "before.parquet"));

        _folder.Write("new.jsonl", """
            {"item_id": "3", "title": "Green mug"}
            {"item_id": "1", "title": "Navy mug"}
            """);
        var added = (await RunAsync("terms", "add", "new.jsonl", "-w", "made", "--json")).Json();
        Assert.Equal((1, 1),
            (added.GetProperty("items").GetProperty("added").GetInt32(), added.GetProperty("items").GetProperty("updated").GetInt32()));
        Assert.Equal((3, 1),
            (added.GetProperty("terms").GetProperty("valid").GetInt32(), added.GetProperty("terms").GetProperty("extracted").GetInt32()));
        Assert.NotEqual(made.GetProperty("libraryVersion").GetString(),
            added.GetProperty("terms").GetProperty("libraryVersion").GetString());
        var kept = (await RunAsync("terms", "compare", "made", "before.parquet", "--json")).Json();
        Assert.Equal((2, 2), (kept.GetProperty("items").GetInt32(), kept.GetProperty("sameTermId").GetInt32()));
        using var neighbors = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "made", "neighbors", "report.json")));
        Assert.Equal((3, 1), (neighbors.RootElement.GetProperty("items").GetInt32(), neighbors.RootElement.GetProperty("kept").GetInt32()));

        var files = Directory.GetFiles(Path.Combine(_folder.Path, "made"), "*.json", SearchOption.AllDirectories);
        var after = Array.ConvertAll(files, File.ReadAllText);
        await RunAsync("terms", "add", "new.jsonl", "-w", "made");
        Assert.Equal(after, Array.ConvertAll(files, File.ReadAllText)); // what is there already leaves no trace, not of the run either

        _folder.Write("gone.txt", "2\n");
        Assert.Equal(2, (await RunAsync("terms", "add", "--remove", "gone.txt", "-w", "made", "--json")).Json().GetProperty("terms")
            .GetProperty("valid").GetInt32());
    }

    [Theory]
    [InlineData(new string[0], 3)]
    [InlineData(new[] { "--threads", "2" }, 2)]
    public async Task Add_TakesTheThreadsOfThisRun_ElseThoseOfTheSettings(string[] given, int threads)
    {
        await ImportAsync();
        await RunAsync("embed", "--threads", "1", "-w", "made");
        _folder.Write("made/grlm.json", """{ "embed": { "threads": 3 } }""");
        _folder.Write("new.jsonl", """{"item_id": "3", "title": "Green mug"}""");
        await RunAsync(["terms", "add", "new.jsonl", "-w", "made", .. given]);
        foreach (var artifact in (string[])["neighbors", "terms"])
        {
            using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "made", artifact, "manifest.json")));
            Assert.Equal(threads, manifest.RootElement.GetProperty("options").GetProperty("threads").GetInt32());
        }
    }

    [Fact]
    public async Task Terms_OfAnotherNumber_GoOnAsThatNumber()
    {
        await RunAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt", "-w", "made");
        await RunAsync("embed", "-w", "made");
        await RunAsync("terms", "--length", "3", "-w", "made");
        _folder.Write("new.jsonl", """{"item_id": "3", "title": "Green mug"}""");
        Assert.Equal(3,
            (await RunAsync("terms", "add", "new.jsonl", "-w", "made", "--json")).Json().GetProperty("terms").GetProperty("valid")
                .GetInt32());
        var compared = (await RunAsync("terms", "compare", "made", "ids.json", "--json")).Json();
        Assert.Equal((3, 5), (compared.GetProperty("first").GetProperty("length").GetInt32(),
            compared.GetProperty("second").GetProperty("length").GetInt32()));

        Assert.Equal(2, (await CommandProcess.RunAsync(_folder.Path, "terms", "--length", "17", "-w", "made")).ExitCode);
        var refused = await CommandProcess.RunAsync(_folder.Path, "terms", "--term-ids", "ids.json", "--lenient", "--length",
            "3", "-w", "made");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("have 5 terms each, and --length asks for 3", refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_TakesTheNumberOfTermsFromTheTermIds_AndAddFollowsIt()
    {
        _folder.Write("ids.json", """{ "1": ["mug", "blue"], "2": ["mug", "red"] }""");
        await ImportAsync();
        _folder.Write("new.jsonl", """{"item_id": "3", "title": "Green mug"}""");
        await RunAsync("terms", "add", "new.jsonl", "-w", "made");
        Assert.Equal(2,
            (await RunAsync("terms", "compare", "made", "made", "--json")).Json().GetProperty("first").GetProperty("length").GetInt32());

        _folder.Write("ids.json", """{ "1": ["mug", "drink", "blue"], "2": ["mug", "red"] }""");
        var refused = await CommandProcess.RunAsync(
            _folder.Path, "import", "--items", "items.jsonl", "--interactions", "sequences.txt", "--term-ids", "ids.json", "-w", "made");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("ids.json:1: item '2': 2 terms where most term IDs have 3.", refused.Messages, StringComparison.Ordinal);
    }

    private Task<CommandResult> ImportAsync()
        => RunAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt", "--term-ids", "ids.json", "-w", "made");

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result;
    }
}
