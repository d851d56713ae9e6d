using System.Diagnostics;
using System.Reflection;

namespace Grlm.Serving.Tests;

/// <summary>
/// What is left when processes and servers are killed while they write. Three kills; the environment variable <c>GRLM_KILLS</c> asks for
/// more.
/// </summary>
public sealed class KillTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    private const int BatchSize = 20;

    private static int Kills => Environment.GetEnvironmentVariable("GRLM_KILLS") is { Length: > 0 } number ? int.Parse(number) : 3;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task EveryAcknowledgedWrite_IsThereAfterKills_AndNoneTwice(Database database)
    {
        var connection = await MakeAsync(database);
        var random = new Random(42);
        var said = new List<string[]>();
        for (var round = 0; round < Kills; round++)
            said.AddRange(await WriteUntilKilledAsync(connection, round, random.Next(100, 1_000)));

        var store = await OpenAsync(connection);
        var ids = (await ListAsync(store.Interactions.ExportAsync(cancellationToken: Stop))).Select(one => one.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(said.Where(line => line[0] == "interaction").Select(line => line[1]).Except(ids));
        var batches = ids.Where(id => id.StartsWith("batch", StringComparison.Ordinal)).CountBy(id => id[..id.LastIndexOf('-')]).ToList();
        Assert.All(batches, batch => Assert.Equal(BatchSize, batch.Value));
        Assert.Empty(said.Where(line => line[0] == "batch").Select(line => line[1]).Except(batches.Select(batch => batch.Key)));
        foreach (var line in said.Where(line => line[0] == "item"))
        {
            var item = (await store.Items.FindAsync(line[1], Stop))!;
            Assert.True(item.Content.Item.Price >= double.Parse(line[2]), $"{line[1]} is {item.Content.Item.Price}, and was {line[2]}.");
            Assert.True(item.Revision >= long.Parse(line[3]), $"{line[1]} has revision {item.Revision}, and had {line[3]}.");
        }
    }

    [Fact]
    public async Task ACrashOfPostgres_IsToldToWhoWrites_AndTakesNothingAcknowledged()
    {
        await using var server = new PostgresServer(); // not that of the other tests, which it would crash under
        await using var store = await Store.OpenAsync(await server.MakeDatabaseAsync(), null, Stop);
        var acknowledged = new List<string>();
        var refused = 0;
        var crashed = false;
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var (number, after) = (0, 0); after < 20; number++)
                {
                    try
                    {
                        await store.Interactions.AppendAsync([View($"{writer}-{number}", "ann", "tent", number)], Stop);
                        lock (acknowledged)
                            acknowledged.Add($"{writer}-{number}");
                        after += Volatile.Read(ref crashed) ? 1 : 0;
                    }
                    catch (StoreUnavailableException)
                    {
                        Interlocked.Increment(ref refused);
                    }
                }
            },
            Stop)).ToList();
        await server.CrashAsync();
        Volatile.Write(ref crashed, true);
        await Task.WhenAll(writers);
        var stored = (await ListAsync(store.Interactions.ExportAsync(cancellationToken: Stop))).Select(one => one.Id).ToHashSet();
        Assert.True(refused > 0);
        Assert.Empty(acknowledged.Except(stored));
    }

    private static async Task<List<string[]>> WriteUntilKilledAsync(string connection, int round, int lines)
    {
        var program = typeof(KillTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Writer").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, connection, $"{round}"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var said = new List<string[]>();
        while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.Split(' ') is [.. var words, "."])
                said.Add(words);
            if (said.Count == lines)
                process.Kill();
        }

        await process.WaitForExitAsync(Stop);
        Assert.True(said.Count >= lines, $"The writer ended by itself after {said.Count} lines.");
        return said;
    }
}
