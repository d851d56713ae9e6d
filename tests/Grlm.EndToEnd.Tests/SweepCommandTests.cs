using System.Text.Json;

namespace Grlm.EndToEnd.Tests;

public sealed class SweepCommandTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Sweep_PrintsWhatItFound_AndStartsFromTheOptionsOfTheSection()
    {
        WriteSettings("""{ "rank": { "dropout": 0.25 }, "sweep": { "minutes": 5, "space": { "width": [64, 128] } } }""");
        Snapshot.Matches("sweep", (await _product.RunAsync("sweep", "--candidates", "6")).Output);
        var options = Assert.Single(_product.Sweep.Runs);
        Assert.Equal((SweptStage.Rank, 5, 6), (options.Stage, options.Minutes, options.Candidates));
        Assert.Equal(0.25, options.Base!.Value.GetProperty("dropout").GetDouble());
        Assert.Equal([64, 128], options.Space!["width"].Select(value => value.GetInt32()));
    }

    [Fact]
    public async Task Sweep_WritesWhatItFoundIntoTheSettings_OnRequest()
    {
        WriteSettings("""{ "rank": { "dropout": 0.25, "seed": 7 }, "evaluate": { "beams": 10 } }""");
        var before = await File.ReadAllTextAsync(SettingsPath, TestContext.Current.CancellationToken);
        await _product.RunAsync("sweep");
        Assert.Equal(before, await File.ReadAllTextAsync(SettingsPath, TestContext.Current.CancellationToken));

        var applied = await _product.RunAsync("sweep", "--apply", "--json");
        Assert.Equal(0.4, applied.Json().GetProperty("options").GetProperty("dropout").GetDouble());
        using var settings = JsonDocument.Parse(await File.ReadAllTextAsync(SettingsPath, TestContext.Current.CancellationToken));
        Assert.Equal("""{"dropout":0.4,"seed":7,"maximumHistory":100}""",
            JsonSerializer.Serialize(settings.RootElement.GetProperty("rank")));
        Assert.Equal(10, settings.RootElement.GetProperty("evaluate").GetProperty("beams").GetInt32());

        await _product.RunAsync("rank");
        Assert.Equal((0.4, 100, 7), (_product.Rank.Runs[^1].Dropout, _product.Rank.Runs[^1].MaximumHistory, _product.Rank.Runs[^1].Seed));
    }

    private string SettingsPath => Path.Combine(_product.Workspace, "grlm.json");

    private void WriteSettings(string json)
    {
        Directory.CreateDirectory(_product.Workspace);
        File.WriteAllText(SettingsPath, json);
    }
}
