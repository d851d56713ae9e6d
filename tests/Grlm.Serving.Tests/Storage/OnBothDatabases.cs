namespace Grlm.Serving.Tests;

/// <summary>Opens stores for tests that hold on either database.</summary>
public abstract class OnBothDatabases(PostgresServer postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grlm-store-");
    private readonly List<Store> _opened = [];

    public static TheoryData<Database> Both => [Database.Sqlite, Database.Postgres];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Names an empty database.</summary>
    protected async Task<string> MakeAsync(Database database)
        => database == Database.Postgres
            ? await postgres.MakeDatabaseAsync()
            : $"Data Source={Path.Combine(_folder.FullName, "store", "shop.db")};Default Timeout=30";

    /// <summary>Opens a store that lives as long as the test.</summary>
    protected async Task<Store> OpenAsync(string connection, TimeProvider? clock = null)
    {
        var store = await Store.OpenAsync(connection, clock, Stop);
        lock (_opened)
            _opened.Add(store);
        return store;
    }

    /// <summary>Opens a store in an empty database.</summary>
    protected async Task<Store> OpenNewAsync(Database database, TimeProvider? clock = null)
        => await OpenAsync(await MakeAsync(database), clock);

    protected static ItemContent Tent(string id, double? price = null)
        => new(new Item(id, $"Tent {id}", "Acme", [["Outdoor", "Tents"]], "Keeps the rain out.") { Price = price });

    protected static StoredInteraction View(string id, string user, string item, int second, string? recommendation = null)
        => new(id, user, item, "view", null, DateTimeOffset.UnixEpoch.AddSeconds(second), recommendation);

    protected static async Task<IReadOnlyList<T>> ListAsync<T>(IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows)
            list.Add(row);
        return list;
    }
}
