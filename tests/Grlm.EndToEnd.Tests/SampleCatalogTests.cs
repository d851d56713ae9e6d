using System.Text.Json;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command, with the real stages, on the catalogue that ships with it; one epoch of everything.</summary>
public sealed class SampleCatalogTests : IDisposable
{
    private const string Configuration = """
        {
          "workspace": "made",
          "import": { "items": "items.jsonl", "interactions": "sequences.txt" },
          "embed": { "neighbors": 5 },
          "terms": { "termIds": "term-ids.json" },
          "rank": { "epochs": 1, "threads": 1 },
          "train": { "epochs": 1, "threads": 1 },
          "evaluate": [{ "source": "ranker" }, { "protocol": "paper", "source": "generator" }]
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly string _catalog = Path.Combine(CommandProcess.Directory, "samples", "catalog");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_TakesTheSampleCatalogueToRecommendations_AndSkipsItAllTheSecondTime()
    {
        _folder.Write("sample.json", Configuration);
        var first = await RunAsync("run", "sample.json", "--data", _catalog, "--json");
        Assert.All(first.GetProperty("stages").EnumerateArray(), stage => Assert.False(stage.GetProperty("skipped").GetBoolean()));

        var second = await RunAsync("run", "sample.json", "--data", _catalog, "--json");
        Assert.All(second.GetProperty("stages").EnumerateArray(), stage => Assert.True(stage.GetProperty("skipped").GetBoolean()));
        Assert.Equal(Results(first), Results(second));

        var generator = second.GetProperty("stages")[6].GetProperty("result");
        Assert.Equal("paper", generator.GetProperty("protocol").GetString());
        Assert.Equal(1.0, generator.GetProperty("metrics").GetProperty("validRate@10").GetDouble());

        await CheckRecommendationsAsync();
        await CheckReportAsync();
        await CheckThatStaleModelsAreRefusedAsync();
    }

    [Fact]
    public async Task Run_TakesTermIdsOfThreeTermsToRecommendations()
    {
        _folder.Write("sample.json",
            Configuration.Replace("""{ "termIds": "term-ids.json" }""", """{ "length": 3 }""", StringComparison.Ordinal));
        var run = await RunAsync("run", "sample.json", "--data", _catalog, "--json");
        var stages = run.GetProperty("stages").EnumerateArray().ToList();
        Assert.Equal(0, stages[2].GetProperty("result").GetProperty("collidingItemsWithDifferentMetadata").GetInt32());
        Assert.Equal(3, stages[2].GetProperty("result").GetProperty("analysis").GetProperty("slots").GetArrayLength());
        Assert.Equal(1.0, stages[6].GetProperty("result").GetProperty("metrics").GetProperty("validRate@10").GetDouble());

        await CheckRecommendationsAsync();
        var shown = await RunAsync("recommend", "-w", "made", "--user", "1", "-k", "1", "--source", "fused", "--json");
        var terms = shown.GetProperty("items")[0].GetProperty("terms").EnumerateArray().Select(term => term.GetString()).ToList();
        Assert.Equal(3, terms.Count);
        var grounded = await RunAsync("ground", $"[{string.Join(", ", terms)}]", "-w", "made", "--json");
        Assert.Equal("direct", grounded.GetProperty("source").GetString());
        await CheckReportAsync();
    }

    [Fact]
    public async Task Import_RefusesABadCatalogue_WithFileAndLine_AndLeavesNothing()
    {
        _folder.Write("items.jsonl", """
            {"item_id": "1", "title": "A kettle"}
            {"title": "No id"}
            """);
        _folder.Write("sequences.txt", "1 1 1 1");
        var result = await CommandProcess.RunAsync(_folder.Path, "import", "--items", "items.jsonl", "--interactions", "sequences.txt",
            "-w", "made");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("items.jsonl:2:", result.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "made")));
    }

    [Fact]
    public async Task RankAndTrain_KilledAtSeveralMoments_EndWithTheSameResultAsIfTheyWereNot()
    {
        string[] import =
        [
            "import", "--items", Path.Combine(_catalog, "items.jsonl"), "--interactions", Path.Combine(_catalog, "sequences.txt"),
            "--term-ids", Path.Combine(_catalog, "term-ids.json"), "--json", "-w",
        ];
        await RunAsync([.. import, "killed"]);
        await RunAsync([.. import, "whole"]);
        foreach (var (stage, artifact) in (ValueTuple<string, string>[])[("rank", "ranker"), ("train", "model")])
        {
            string[] command = [stage, "--epochs", "6", "--threads", "1", "--json", "-w"];
            var whole = await RunAsync([.. command, "whole"]);

            // As soon as it has begun, then after each of two checkpoints, that is somewhere in the epoch after them.
            await KillWhenAsync("killed", [.. command, "killed"], workspace => Directory.Exists(PartialOf(workspace, artifact)));
            await KillWhenAsync("killed", [.. command, "killed"], workspace => HasCheckpoint(workspace, artifact, 1));
            await KillWhenAsync("killed", [.. command, "killed"], workspace => HasCheckpoint(workspace, artifact, 2));
            Assert.False(Directory.Exists(Path.Combine(_folder.Path, "killed", artifact)));
            var resumed = await RunAsync([.. command, "killed"]);

            foreach (var figure in (string[])["steps", "bestEpoch", "validationRecallAt10", "validationNdcgAt10"])
            {
                Assert.Equal(whole.GetProperty(figure).GetRawText(), resumed.GetProperty(figure).GetRawText());
            }

            Assert.Equal(WeightsOf("whole", artifact), WeightsOf("killed", artifact));
        }
    }

    private static string Results(JsonElement run)
        => string.Join('\n', run.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("result").GetRawText()));

    private static string PartialOf(string workspace, string artifact) => Path.Combine(workspace, artifact + ".partial");

    private static bool HasCheckpoint(string workspace, string artifact, int epoch)
        => PartialOf(workspace, artifact) is var partial && Directory.Exists(partial)
            && Directory.EnumerateFiles(partial, "checkpoint-*.safetensors",
                SearchOption.AllDirectories).Any(file => EpochOf(file) >= epoch);

    private static int EpochOf(string checkpoint) => int.Parse(Path.GetFileNameWithoutExtension(checkpoint).Split('-')[1]);

    private byte[] WeightsOf(string workspace, string artifact)
        => File.ReadAllBytes(Path.Combine(_folder.Path, workspace, artifact, "model.safetensors"));

    private async Task CheckRecommendationsAsync()
    {
        var known = File.ReadLines(Path.Combine(_catalog, "items.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("item_id").GetString())
            .ToHashSet(StringComparer.Ordinal);
        var history = string.Join(',', known.Take(3));
        foreach (var source in (string[])["generator", "ranker"])
        {
            var json = await RunAsync("recommend", "-w", "made", "--history", history, "-k", "10", "--source", source, "--json");
            var items = json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("itemId").GetString()).ToList();
            Assert.Equal(10, items.Distinct(StringComparer.Ordinal).Count());
            Assert.Subset(known, items.ToHashSet(StringComparer.Ordinal));
        }
    }

    private async Task CheckReportAsync()
    {
        var sections = ReportCommandTests.Check(await RunAsync("report", "-w", "made", "--json"));
        Assert.All(sections, section => Assert.True(section.Present, section.Name));
    }

    private async Task CheckThatStaleModelsAreRefusedAsync()
    {
        var fewer = _folder.Write("fewer.txt", string.Join('\n', File.ReadLines(Path.Combine(_catalog, "sequences.txt")).Skip(1)));
        await RunAsync("import", "--items", Path.Combine(_catalog, "items.jsonl"), "--interactions", fewer, "-w", "made", "--json");
        var result = await CommandProcess.RunAsync(_folder.Path, "recommend", "-w", "made", "--user", "2");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("'dataset' has changed", result.Messages, StringComparison.Ordinal);
    }

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result.Json();
    }

    private async Task KillWhenAsync(string workspace, string[] arguments, Func<string, bool> condition)
    {
        using var process = CommandProcess.Start(_folder.Path, arguments);
        while (!process.HasExited && !condition(Path.Combine(_folder.Path, workspace)))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.False(process.HasExited, "It was over before it could be killed.");
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
