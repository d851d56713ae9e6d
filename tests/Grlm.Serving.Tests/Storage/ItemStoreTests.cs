namespace Grlm.Serving.Tests;

public sealed class ItemStoreTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Upsert_CreatesUpdatesAndLeavesWhatIsTheSame(Database database)
    {
        var store = await OpenNewAsync(database);
        var created = await store.Items.UpsertAsync(Tent("a", 100), null, Stop);
        var same = await store.Items.UpsertAsync(Tent("a", 100), null, Stop);
        var updated = await store.Items.UpsertAsync(Tent("a", 90), null, Stop);
        Assert.Equal(
            [ItemOutcome.Created, ItemOutcome.Unchanged, ItemOutcome.Updated], new[] { created, same, updated }.Select(one => one.Outcome));
        Assert.Equal(created.Item!.Revision, same.Item!.Revision);
        Assert.True(updated.Item!.Revision > created.Item.Revision);
        Assert.Equal(90, (await store.Items.FindAsync("a", Stop))!.Content.Item.Price);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Everything_ComesBackAsItWasSent(Database database)
    {
        var clock = new FixedClock(DateTimeOffset.FromUnixTimeMilliseconds(1_764_547_200_123));
        var store = await OpenNewAsync(database, clock);
        var item = new Item("日本 'x'", "Tit\"le \0 😀", "Ácme", [["Outdoor", "Tents"], []], "a\nb")
        {
            Domain = "de",
            Price = 0.1 + 0.2,
            Stock = 0,
            Attributes = new Dictionary<string, AttributeValue>
            {
                ["weight"] = AttributeValue.Of(2.5),
                ["colour"] = AttributeValue.Of("red"),
                ["seasons"] = AttributeValue.Of(["spring", "summer"]),
            },
        };
        await store.Items.UpsertAsync(new ItemContent(item) { ImageUrl = "https://shop.example/1.png", Hidden = true }, null, Stop);
        var found = (await store.Items.FindAsync(item.Id, Stop))!;
        Assert.Equal(clock.GetUtcNow(), found.Updated);
        Assert.Equal("https://shop.example/1.png", found.Content.ImageUrl);
        Assert.True(found.Content.Hidden);
        Assert.Equal(item.Attributes.OrderBy(one => one.Key), found.Content.Item.Attributes.OrderBy(one => one.Key));
        Assert.Equivalent(item, found.Content.Item, strict: true);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Change_TouchesWhatItIsToldTo_AndOnlyTheRevisionItIsMeantFor(Database database)
    {
        var store = await OpenNewAsync(database);
        var first = (await store.Items.UpsertAsync(Tent("a", 100), null, Stop)).Item!.Revision;
        var hidden = await store.Items.ChangeAsync("a", content => content with { Hidden = true }, first, Stop);
        Assert.Equal(ItemOutcome.Updated, hidden.Outcome);
        Assert.Equal("Tent a", hidden.Item!.Content.Item.Title);
        var late = await store.Items.ChangeAsync("a", content => content with { Hidden = false }, first, Stop);
        Assert.Equal((ItemOutcome.Conflict, hidden.Item.Revision), (late.Outcome, late.Item!.Revision));
        Assert.Equal(ItemOutcome.Missing, (await store.Items.ChangeAsync("b", content => content, null, Stop)).Outcome);
        Assert.Equal(ItemOutcome.Conflict, (await store.Items.UpsertAsync(Tent("a"), ifRevision: 0, Stop)).Outcome);
        Assert.Equal(ItemOutcome.Created, (await store.Items.UpsertAsync(Tent("b"), ifRevision: 0, Stop)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Changes_TellEveryServerWhatBecameOfEachItem(Database database)
    {
        var connection = await MakeAsync(database);
        var (one, other) = (await OpenAsync(connection), await OpenAsync(connection));
        await one.Items.UpsertAsync([Tent("a"), Tent("b"), Tent("c"), Tent("a", 7)], Stop);
        var seen = await other.Items.ChangesAsync(0, 100, Stop);
        Assert.Equal(["b", "c", "a"], seen.Select(change => change.Id));
        Assert.Equal(7, seen[^1].Item!.Content.Item.Price);
        Assert.Equal(await other.LastChangeAsync(Stop), seen[^1].Revision);
        await other.Items.DeleteAsync("b", null, Stop);
        var gone = Assert.Single(await one.Items.ChangesAsync(seen[^1].Revision, 100, Stop));
        Assert.Equal(("b", null), (gone.Id, gone.Item));
        Assert.Null(await one.Items.FindAsync("b", Stop));
        Assert.Equal(ItemOutcome.Missing, (await one.Items.DeleteAsync("b", null, Stop)).Outcome);
        Assert.Equal(ItemOutcome.Created, (await one.Items.UpsertAsync(Tent("b"), null, Stop)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Changes_AreMissedByNoOneWhoFollowsWhileSeveralWrite(Database database)
    {
        var connection = await MakeAsync(database);
        Store[] writers = [await OpenAsync(connection), await OpenAsync(connection), await OpenAsync(connection)];
        var reader = await OpenAsync(connection);
        var writing = Task.WhenAll(writers.Select((writer, number) => Task.Run(
            async () =>
            {
                for (var round = 0; round < 40; round++)
                    await writer.Items.UpsertAsync([Tent($"{round % 10}", number), Tent($"{number}-{round}")], Stop);
            },
            Stop)));
        var followed = new Dictionary<string, long>();
        long last = 0;
        for (var isRead = false; !isRead;)
        {
            // Asked before the reading: what is written after it is there for the next one.
            var isOver = writing.IsCompleted;
            var changes = await reader.Items.ChangesAsync(last, 7, Stop);
            foreach (var change in changes)
                followed[change.Id] = change.Revision;
            last = changes.Count == 0 ? last : changes[^1].Revision;
            isRead = isOver && changes.Count == 0;
        }

        await writing;
        var stored = await ListAsync(reader.Items.ExportAsync(Stop));
        Assert.Equal(130, stored.Count);
        Assert.Equal(
            stored.ToDictionary(item => item.Content.Item.Id, item => item.Revision).OrderBy(item => item.Key),
            followed.OrderBy(item => item.Key));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task List_PagesThroughAllItemsInTheOrderOfCodePoints(Database database)
    {
        var store = await OpenNewAsync(database);
        string[] ids = ["B", "a", "b", "é", "ﬀ", "😀"];
        await store.Items.UpsertAsync([.. ids.Reverse().Select(id => Tent(id)), Tent("gone")], Stop);
        await store.Items.DeleteAsync("gone", null, Stop);
        var listed = new List<string>();
        for (string? after = null; await store.Items.ListAsync(after, 2, Stop) is [.., var last] page; after = last.Content.Item.Id)
            listed.AddRange(page.Select(item => item.Content.Item.Id));
        Assert.Equal(ids, listed);
        Assert.Equal(ids, (await ListAsync(store.Items.ExportAsync(Stop))).Select(item => item.Content.Item.Id));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Upsert_OfAListTakesAllOrNone(Database database)
    {
        var store = await OpenNewAsync(database);
        await Assert.ThrowsAsync<InvalidInputException>(() => store.Items.UpsertAsync([Tent("a"), Tent("b", double.NaN)], Stop));
        Assert.Empty(await store.Items.ChangesAsync(0, 10, Stop));
        var many = Enumerable.Range(0, 1_700).Select(number => Tent($"{number:D4}")).ToList();
        Assert.All(await store.Items.UpsertAsync(many, Stop), result => Assert.Equal(ItemOutcome.Created, result.Outcome));
        var stored = await ListAsync(store.Items.ExportAsync(Stop));
        Assert.Equal(many.Select(item => item.Item.Id), stored.Select(item => item.Content.Item.Id));
    }
}
