using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command on the catalogue that ships with it, with baselines: no model is needed.</summary>
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _catalog = Path.Combine(CommandProcess.Directory, "samples", "catalog");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_ComparesTwoRunsUserByUser()
    {
        await ImportAsync();
        await RunAsync("evaluate", "-w", "made", "--source", "popular", "--json");
        var json =
            (await RunAsync("evaluate", "-w", "made", "--source", "cooccurrence", "--against", "filtered-popular-test", "--json")).Json();

        var recall = json.GetProperty("comparison").GetProperty("metrics").GetProperty("recall@10");
        Assert.Equal(json.GetProperty("metrics").GetProperty("recall@10").GetDouble(), recall.GetProperty("value").GetDouble(), 1e-12);
        Assert.Equal(recall.GetProperty("value").GetDouble() - recall.GetProperty("other").GetDouble(),
            recall.GetProperty("difference").GetDouble(), 1e-12);
        Assert.True(recall.GetProperty("interval")[0].GetDouble() > 0);
        Assert.InRange(recall.GetProperty("pValue").GetDouble(), 0, 0.01);

        var table = await RunAsync("evaluate", "-w", "made", "--source", "cooccurrence", "--against", "filtered-popular-test");
        Assert.Contains("Against popular, filtered, test", table.Output, StringComparison.Ordinal);
        Assert.All(table.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));

        var refused = await CommandProcess.RunAsync(_folder.Path, "evaluate", "-w", "made", "--source", "popular", "--part",
            "validation", "--against", "filtered-popular-test");
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("the same users and targets", refused.Messages, StringComparison.Ordinal);
        var missing = await CommandProcess.RunAsync(_folder.Path, "evaluate", "-w", "made", "--source", "popular", "--against", "nothing");
        Assert.Equal(4, missing.ExitCode);
    }

    [Fact]
    public async Task Ablate_ComparesEveryVariantWithTheBase_OnTheUsersOfBoth()
    {
        _folder.Write("grid.json", $$"""
            {
              "data": "{{_catalog.Replace('\\', '/')}}",
              "import": { "items": "items.jsonl", "interactions": "sequences.txt", "termIds": "term-ids.json" },
              "evaluate": { "source": "cooccurrence" },
              "variants": { "core": { "import": { "items": "items.jsonl", "interactions": "sequences.txt", "termIds": "term-ids.json", "kCore": 8, "lenient": true } } }
            }
            """);
        var json = (await RunAsync("ablate", "grid.json", "-w", "grid", "--json")).Json();
        var (standard, core) = (json.GetProperty("rows")[0], json.GetProperty("rows")[1]);
        Assert.Empty(standard.GetProperty("differences").EnumerateObject());
        var difference = core.GetProperty("differences").GetProperty("recall@10")
            .EnumerateArray().Select(number => number.GetDouble()).ToArray();
        Assert.InRange(difference[0], difference[1], difference[2]);
        var users = json.GetProperty("cells")[1].GetProperty("againstBase")[0].GetProperty("users").GetInt32();
        Assert.InRange(users, 1, json.GetProperty("cells")[1].GetProperty("evaluations")[0].GetProperty("users").GetInt32());

        var table = await RunAsync("ablate", "grid.json", "-w", "grid");
        Assert.Contains(" to +", table.Output, StringComparison.Ordinal);
        Assert.All(table.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task Predictions_GiveTheReportedFigures_ByTheQueryOfTheDocs()
    {
        await ImportAsync();
        var json = (await RunAsync("evaluate", "-w", "made", "--source", "bm25", "--json")).Json();
        var metrics = json.GetProperty("metrics");
        var recomputed = Query(Path.Combine(json.GetProperty("artifact").GetString()!, "predictions.parquet"));

        Assert.Equal(json.GetProperty("users").GetInt32(), recomputed["users"]);
        foreach (var name in (string[])["recall@10", "ndcg@10", "mrr@20"])
        {
            Assert.True(recomputed[name] > 0);
            Assert.Equal(metrics.GetProperty(name).GetDouble(), recomputed[name], 1e-12);
        }
    }

    [Fact]
    public async Task ATemporalSplit_TakesTheTemporalProtocol_AndNoOther()
    {
        var interactions = _folder.Write("interactions.tsv", "user_id\titem_id\ttimestamp\n" + string.Join('\n', Timed()));
        await RunAsync("import", "--items", Path.Combine(_catalog, "items.jsonl"), "--interactions", interactions, "--split", "temporal",
            "--term-ids", Path.Combine(_catalog, "term-ids.json"), "-w", "made", "--json");
        var json = (await RunAsync("evaluate", "-w", "made", "--protocol", "temporal", "--source", "cooccurrence", "--json")).Json();
        Assert.Equal("temporal", json.GetProperty("protocol").GetString());
        Assert.InRange(json.GetProperty("users").GetInt32(), 1, 500);

        var refused = await CommandProcess.RunAsync(_folder.Path, "evaluate", "-w", "made", "--source", "popular");
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("--protocol temporal", refused.Messages, StringComparison.Ordinal);
    }

    private static Dictionary<string, double> Query(string predictions)
    {
        var docs = File.ReadAllText(Path.Combine(CommandProcess.Metadata("ProjectDirectory"), "..", "..", "docs", "evaluation.md"));
        var sql = docs.Split("<!-- recompute -->")[1].Split("```")[1]["sql".Length..];
        LoadDuckDb();
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("predictions.parquet", predictions.Replace("'", "''", StringComparison.Ordinal),
            StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => Convert.ToDouble(reader.GetValue(column)),
            StringComparer.Ordinal);
    }

    /// <summary>The command's own: tests come without native libraries.</summary>
    private static void LoadDuckDb()
        => NativeLibrary.Load(Directory.EnumerateFiles(CommandProcess.Directory,
            "*duckdb.*").Single(file => Path.GetFileNameWithoutExtension(file) is "libduckdb" or "duckdb"));

    /// <summary>The sample's interactions, user by user a minute apart, users begun an hour after one another.</summary>
    private IEnumerable<string> Timed()
        => File.ReadLines(Path.Combine(_catalog, "sequences.txt")).Take(500).Select(line => line.Split(' ')).SelectMany((words, user) =>
            words.Skip(1).Select((item, place) => $"{words[0]}\t{item}\t{1_000_000 + (3_600 * user) + (36_000 * place)}"));

    private async Task ImportAsync()
        => await RunAsync("import", "--items", Path.Combine(_catalog, "items.jsonl"), "--interactions",
            Path.Combine(_catalog, "sequences.txt"),
            "--term-ids", Path.Combine(_catalog, "term-ids.json"), "-w", "made", "--json");

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result;
    }
}
