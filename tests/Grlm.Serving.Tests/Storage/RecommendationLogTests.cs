namespace Grlm.Serving.Tests;

public sealed class RecommendationLogTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Quality_CountsWhatWasTaken_ByScenarioModelAndPlace(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Recommendations.AddAsync(
            [
                Shown("1", "home", "m1", 0, "a", "b", "c"),
                Shown("2", "home", "m1", 0, "a", "b"),
                Shown("3", "home", "m2", 0, "a"),
                Shown("4", "cart", "m1", 0, "a"),
                Shown("5", "home", "m1", 900, "a"),
            ],
            Stop);
        await store.Interactions.AppendAsync(
            [
                View("i1", "ann", "b", 1, "1"),
                View("i2", "ann", "b", 2, "1"), // the same item once more
                View("i3", "ann", "c", 3, "1"),
                View("i4", "bob", "x", 3, "2"), // an item that was not in the list
                View("i5", "bob", "a", 3, "unknown"),
                View("i6", "bob", "a", 3),
                View("i7", "bob", "a", 3, "4") with { Type = "skip" },
            ],
            Stop);
        var quality = await store.Recommendations.QualityAsync(
            DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(900), ["view"], Stop);
        Assert.Equal([("cart", "m1", 1, 0), ("home", "m1", 2, 1), ("home", "m2", 1, 0)],
            quality.Select(one => (one.Scenario, one.Model, one.Shown, one.Taken)));
        Assert.Equal([new PlaceQuality(2, 0), new PlaceQuality(2, 1), new PlaceQuality(1, 1)], quality[1].Places);
        var all = await store.Recommendations.QualityAsync(cancellationToken: Stop);
        Assert.Equal([("cart", 1, 1), ("home", 3, 1), ("home", 1, 0)], all.Select(one => (one.Scenario, one.Shown, one.Taken)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Log_KeepsWhatWasShownFirst_UntilItsTimeHasPassed(Database database)
    {
        var store = await OpenNewAsync(database);
        var first = Shown("1", "home", "m1", 5, "a", "ü\"", "a");
        await store.Recommendations.AddAsync([first, Shown("2", "", "m1", 6)], Stop);
        await store.Recommendations.AddAsync([Shown("1", "other", "m2", 7, "z"), Shown("3", "home", "m1", 7, "z")], Stop);
        var found = await store.Recommendations.FindAsync("1", Stop);
        Assert.Equal(first with { Items = [] }, found! with { Items = [] });
        Assert.Equal(first.Items, found.Items);
        Assert.Equal(2, await store.Recommendations.DeleteBeforeAsync(DateTimeOffset.UnixEpoch.AddSeconds(7), Stop));
        Assert.Null(await store.Recommendations.FindAsync("1", Stop));
        Assert.NotNull(await store.Recommendations.FindAsync("3", Stop));
    }

    private static StoredRecommendation Shown(string id, string scenario, string model, int second, params string[] items)
        => new(id, "ann", scenario, model, items, DateTimeOffset.UnixEpoch.AddSeconds(second));
}
