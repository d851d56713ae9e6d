namespace Grlm.Serving.Tests;

public sealed class InteractionStoreTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Append_StoresAnIdOnceHoweverOftenItIsSent(Database database)
    {
        var store = await OpenNewAsync(database);
        var first = View("1", "ann", "tent", 1);
        Assert.Equal([true, true, false], await store.Interactions.AppendAsync([first, View("2", "ann", "lamp", 2), first], Stop));
        var (again, third) = (first with { Item = "other" }, View("3", "ann", "rope", 3));
        Assert.Equal([false, true], await store.Interactions.AppendAsync([again, third], Stop));
        Assert.Equal(["tent", "lamp", "rope"], (await store.Interactions.HistoryAsync("ann", 10, Stop)).Select(one => one.Item));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task History_ReturnsTheLatestWithTheOldestFirst_AndKeepsTheOrderOfOneMoment(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Interactions.AppendAsync(
            [View("c", "ann", "late", 9), View("b", "ann", "x", 5), View("a", "ann", "y", 5), View("d", "ann", "early", 1)], Stop);
        await store.Interactions.AppendAsync([View("e", "bob", "z", 5)], Stop);
        Assert.Equal(["x", "y", "late"], (await store.Interactions.HistoryAsync("ann", 3, Stop)).Select(one => one.Item));
        Assert.Empty(await store.Interactions.HistoryAsync("nobody", 3, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Everything_ComesBackAsItWasSent(Database database)
    {
        var store = await OpenNewAsync(database);
        var sent = new StoredInteraction(
            "Ü'\"\\ 1", "Zoë 😀", "日本", "rating", 4.5, DateTimeOffset.FromUnixTimeMilliseconds(1_764_547_200_123), "r;--");
        await store.Interactions.AppendAsync([sent], Stop);
        Assert.Equal([sent], await store.Interactions.HistoryAsync("Zoë 😀", 1, Stop));
        Assert.Equal([sent], await ListAsync(store.Interactions.ExportAsync(cancellationToken: Stop)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Export_ReadsAPageAfterTheOtherInTheOrderOfTime(Database database)
    {
        var store = await OpenNewAsync(database);
        var sent = Enumerable.Range(0, 2_500).Select(number => View($"{number}", $"u{number % 7}", "i", number * 37 % 400)).ToList();
        await store.Interactions.AppendAsync(sent, Stop);
        Assert.Equal(sent.OrderBy(one => one.Time), await ListAsync(store.Interactions.ExportAsync(cancellationToken: Stop)));
        var (since, until) = (DateTimeOffset.UnixEpoch.AddSeconds(100), DateTimeOffset.UnixEpoch.AddSeconds(200));
        Assert.Equal(
            sent.Where(one => one.Time >= since && one.Time < until).OrderBy(one => one.Time),
            await ListAsync(store.Interactions.ExportAsync(since, until, Stop)));
        Assert.Equal(sent.Count(one => one.Time >= since), await store.Interactions.CountAsync(since, Stop));
        Assert.Equal(sent.Count, await store.Interactions.CountAsync(null, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task DeleteUser_LeavesNoRow_AndNobodyElsesIsTouched(Database database)
    {
        var store = await OpenNewAsync(database);
        var time = DateTimeOffset.UnixEpoch;
        await store.Recommendations.AddAsync(
            [
                new("named", "ann", "home", "m1", ["tent"], time),
                new("nameless", null, "home", "m1", ["lamp"], time),
                new("bobs", "bob", "home", "m1", ["rope"], time),
            ],
            Stop);
        await store.Interactions.AppendAsync(
            [View("1", "ann", "lamp", 1, "nameless"), View("2", "ann", "rope", 2, "bobs"), View("3", "bob", "rope", 3, "bobs")], Stop);
        Assert.Equal(new UserDeletion(Interactions: 2, Recommendations: 2), await store.Interactions.DeleteUserAsync("ann", Stop));
        Assert.Null(await store.Recommendations.FindAsync("named", Stop));
        Assert.Null(await store.Recommendations.FindAsync("nameless", Stop));
        Assert.NotNull(await store.Recommendations.FindAsync("bobs", Stop));
        Assert.Equal(["3"], (await ListAsync(store.Interactions.ExportAsync(cancellationToken: Stop))).Select(one => one.Id));
        Assert.Equal(new UserDeletion(0, 0), await store.Interactions.DeleteUserAsync("ann", Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Delete_TakesOneInteractionAway(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Interactions.AppendAsync([View("1", "ann", "tent", 1), View("2", "ann", "lamp", 2)], Stop);
        Assert.True(await store.Interactions.DeleteAsync("1", Stop));
        Assert.False(await store.Interactions.DeleteAsync("1", Stop));
        Assert.Equal(["2"], (await store.Interactions.HistoryAsync("ann", 9, Stop)).Select(one => one.Id));
    }

    [Theory]
    [InlineData("", "ann", "tent", "0 characters")]
    [InlineData("1", "a\0nn", "tent", "U+0000) at position 1")]
    [InlineData("1", "ann", "half a pair", "U+D83D) at position 0")]
    public async Task Append_RefusesTheWholeListForOneThatNoDatabaseHolds(string id, string user, string item, string reason)
    {
        // Names of tests are UTF-8 and can't hold half a pair themselves.
        item = item == "half a pair" ? "\uD83D" : item;
        var store = await OpenNewAsync(Database.Sqlite);
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(
            () => store.Interactions.AppendAsync([View("good", "ann", "tent", 1), View(id, user, item, 1)], Stop));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, await store.Interactions.CountAsync(null, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Append_TakesIdsUpToTheirLimitInAnyLanguage(Database database)
    {
        var store = await OpenNewAsync(database);
        var longest = string.Concat(Enumerable.Range(0, StoreGuard.LongestKey).Select(place => (char)('一' + (place * 7919 % 20_000))));
        await store.Interactions.AppendAsync([View(longest, longest, longest, 1, longest)], Stop);
        Assert.Equal(longest, (await store.Interactions.HistoryAsync(longest, 1, Stop))[0].Id);
    }
}
