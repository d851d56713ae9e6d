namespace Grlm.Serving.Tests;

/// <summary>What servers of one shop have to agree on: settings, keys, versions of the model.</summary>
public sealed class ServerStateTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_764_547_200_123);

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Settings_AreSetReplacedAndTakenOut(Database database)
    {
        var store = await OpenNewAsync(database);
        await store.Settings.SetAsync("types", """{"view": 1}""", Stop);
        await store.Settings.SetAsync("types", """{"view": 2}""", Stop);
        await store.Settings.SetAsync("scenario home", "{}", Stop);
        await store.Settings.SetAsync("scenario home", null, Stop);
        await store.Settings.SetAsync("never there", null, Stop);
        Assert.Equal([KeyValuePair.Create("types", """{"view": 2}""")], await store.Settings.AllAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Keys_AreUniqueById_AndByHash_AndRevokedOnce(Database database)
    {
        var store = await OpenNewAsync(database, new FixedClock(Now));
        var key = new ApiKey("k1", "shop front", "ab12", ["read", "write"], Now.AddDays(-1));
        Assert.True(await store.Keys.AddAsync(key, Stop));
        Assert.False(await store.Keys.AddAsync(key with { Hash = "cd34" }, Stop));
        Assert.False(await store.Keys.AddAsync(key with { Id = "k2" }, Stop));
        Assert.True(await store.Keys.RevokeAsync("k1", Stop));
        Assert.False(await store.Keys.RevokeAsync("k1", Stop));
        Assert.False(await store.Keys.RevokeAsync("k2", Stop));
        Assert.Equivalent(key with { Revoked = Now }, Assert.Single(await store.Keys.AllAsync(Stop)), strict: true);
        await Assert.ThrowsAsync<InvalidInputException>(() => store.Keys.AddAsync(key with { Id = "k3", Scopes = ["read write"] }, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Models_AreActiveOneAtATime_AndCanBeGoneBackTo(Database database)
    {
        var store = await OpenNewAsync(database, new FixedClock(Now));
        Assert.Equal(ModelAddition.Added, await store.Models.AddAsync(new NewModel("v1", "hash1"), Stop));
        Assert.Equal(ModelAddition.Same, await store.Models.AddAsync(new NewModel("v1", "hash1"), Stop));
        Assert.Equal(ModelAddition.Conflict, await store.Models.AddAsync(new NewModel("v1", "other"), Stop));
        Assert.Equal(ModelAddition.Added, await store.Models.AddAsync(new NewModel("v2", "hash2"), Stop));
        Assert.True(await store.Models.ActivateAsync("v1", cancellationToken: Stop));
        Assert.True(await store.Models.ActivateAsync("v2", cancellationToken: Stop));
        Assert.Equal([ModelState.Retired, ModelState.Active], (await store.Models.AllAsync(Stop)).Select(model => model.State));
        Assert.True(await store.Models.ActivateAsync("v1", cancellationToken: Stop));
        Assert.False(await store.Models.ActivateAsync("v3", cancellationToken: Stop));
        Assert.Equal([ModelState.Active, ModelState.Retired], (await store.Models.AllAsync(Stop)).Select(model => model.State));
        Assert.False(await store.Models.DeleteAsync("v1", Stop));
        Assert.True(await store.Models.DeleteAsync("v2", Stop));
        Assert.Equal([new StoredModel("v1", "hash1", ModelState.Active, Now, Now)], await store.Models.AllAsync(Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task LastChange_MovesWithWhateverServersHaveToFollow_AndWithNothingElse(Database database)
    {
        var store = await OpenNewAsync(database);
        Func<Task>[] changes =
        [
            () => store.Items.UpsertAsync(Tent("a"), null, Stop),
            () => store.Settings.SetAsync("types", "{}", Stop),
            () => store.Keys.AddAsync(new ApiKey("k", "k", "h", ["read"], Now), Stop),
            () => store.Keys.RevokeAsync("k", Stop),
            () => store.Models.AddAsync(new NewModel("v", "h"), Stop),
            () => store.Models.ActivateAsync("v", cancellationToken: Stop),
            () => store.Items.DeleteAsync("a", null, Stop),
        ];
        var last = await store.LastChangeAsync(Stop);
        foreach (var change in changes)
        {
            await change();
            var next = await store.LastChangeAsync(Stop);
            Assert.True(next > last);
            last = next;
        }

        await store.Interactions.AppendAsync([View("1", "ann", "a", 1)], Stop);
        await store.Recommendations.AddAsync([new("r", "ann", "", "v", ["a"], Now)], Stop);
        Assert.Equal(last, await store.LastChangeAsync(Stop));
    }
}
