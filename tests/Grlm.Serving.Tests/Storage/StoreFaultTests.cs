using Microsoft.Data.Sqlite;

namespace Grlm.Serving.Tests;

public sealed class StoreFaultTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Fact]
    public async Task ALockedFile_IsToldAsUnavailable_AndServesAgainWhenItIsFree()
    {
        var connection = await MakeAsync(Database.Sqlite);
        var store = await OpenAsync($"{connection};Default Timeout=1");
        await using (var other = new SqliteConnection($"{connection};Pooling=false"))
        {
            await other.OpenAsync(Stop);
            await using var locking = await other.BeginTransactionAsync(Stop);
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => store.Interactions.AppendAsync([View("1", "ann", "tent", 1)], Stop));
            Assert.Contains("locked", refusal.Message, StringComparison.Ordinal);
            Assert.Equal(0, await store.Interactions.CountAsync(null, Stop));
        }

        Assert.Equal([true], await store.Interactions.AppendAsync([View("1", "ann", "tent", 1)], Stop));
    }

    [Fact]
    public async Task AFullDisk_IsToldAsUnavailable_AndLeavesNoHalfOfABatch()
    {
        var connection = await MakeAsync(Database.Sqlite);
        var store = await OpenAsync(connection);
        await store.Interactions.AppendAsync([View("before", "ann", "tent", 1)], Stop);
        await LimitPagesAsync(connection, 1);
        var batch = Enumerable.Range(0, 2_000).Select(number => View($"{number}", "ann", "tent", number)).ToList();
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Interactions.AppendAsync(batch, Stop));
        Assert.Contains("full", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await store.Interactions.CountAsync(null, Stop));
        await LimitPagesAsync(connection, 1_000_000);
        Assert.All(await store.Interactions.AppendAsync(batch, Stop), Assert.True);
    }

    [Fact]
    public async Task AServerOutOfReach_IsToldAsUnavailable_WithoutItsPassword()
    {
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Store.OpenAsync("postgresql://ann:secret@127.0.0.1:1/shop", null, Stop));
        Assert.Contains("'shop' on '127.0.0.1'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectionStringsThatCannotBeRead_AreRefusedWithoutTheirPassword()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOptionsException>(
            () => Store.OpenAsync("Host=localhost;Password=secret;Colour=red", null, Stop));
        Assert.Contains("Colour", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AWriteThatFails_FailsAlone(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Items.UpsertAsync(Tent("a"), null, Stop);
        var writes = Enumerable.Range(0, 100).Select(number => number % 10 == 3
            ? store.Items.ChangeAsync("a", _ => throw new InvalidOperationException("mine"), null, Stop)
            : store.Items.UpsertAsync(Tent($"{number}"), null, Stop)).ToList();
        await Task.WhenAll(writes).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);
        Assert.All(writes.Index(), write => Assert.Equal(
            write.Index % 10 == 3 ? "mine" : null, write.Item.Exception?.InnerException?.Message));
        Assert.Equal(91, (await ListAsync(store.Items.ExportAsync(Stop))).Count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task WritesThatAreCommittedTogether_AreAnsweredEachForItself(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Interactions.AppendAsync([View("1-0", "ann", "x", 0), View("3-2", "ann", "x", 0)], Stop);
        var appends = Enumerable.Range(0, 200).Select(caller => store.Interactions.AppendAsync(
            [.. Enumerable.Range(0, caller % 5).Select(place => View($"{caller}-{place}", "ann", "x", caller))], Stop)).ToList();
        var upserts = Enumerable.Range(0, 50).Select(caller => store.Items.UpsertAsync(Tent($"{caller % 25}"), null, Stop)).ToList();
        Assert.All((await Task.WhenAll(appends)).Index(), answer => Assert.Equal(
            Enumerable.Range(0, answer.Index % 5).Select(place => (answer.Index, place) is not ((1, 0) or (3, 2))), answer.Item));
        var results = await Task.WhenAll(upserts);
        Assert.Equal(Enumerable.Repeat(ItemOutcome.Created, 25), results.Take(25).Select(result => result.Outcome));
        Assert.Equal(Enumerable.Repeat(ItemOutcome.Unchanged, 25), results.Skip(25).Select(result => result.Outcome));
        Assert.Equal(results.Take(25).Select(result => result.Item!.Revision), results.Skip(25).Select(result => result.Item!.Revision));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task AWriteThatIsTakenBackBeforeItsTurn_IsNotMade(Database database)
    {
        var store = await OpenNewAsync(database);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.Interactions.AppendAsync([View("1", "ann", "tent", 1)], cancelled.Token));
        Assert.Equal(0, await store.Interactions.CountAsync(null, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Closing_CommitsWhatWasBegun_AndRefusesWhatComesLater(Database database)
    {
        var connection = await MakeAsync(database);
        var store = await OpenAsync(connection);
        var writes = Enumerable.Range(0, 300)
            .Select(number => store.Interactions.AppendAsync([View($"{number}", "ann", "x", number)], Stop))
            .ToList();
        await store.DisposeAsync();
        Assert.All(await Task.WhenAll(writes), stored => Assert.Equal([true], stored));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => store.Interactions.AppendAsync([View("late", "ann", "x", 1)], Stop));
        Assert.Equal(300, await (await OpenAsync(connection)).Interactions.CountAsync(null, Stop));
    }

    /// <summary>
    /// Lets the file grow to so many pages, which is never less than it has. The limit is a connection's own: it is set on the one that the
    /// store takes from the pool next.
    /// </summary>
    private static async Task LimitPagesAsync(string connection, int pages)
    {
        await using var pooled = new SqliteConnection(connection);
        await pooled.OpenAsync(Stop);
        await using var command = pooled.CreateCommand();
        command.CommandText = $"pragma max_page_count = {pages}";
        await command.ExecuteNonQueryAsync(Stop);
    }
}
