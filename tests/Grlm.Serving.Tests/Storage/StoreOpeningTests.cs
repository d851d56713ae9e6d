namespace Grlm.Serving.Tests;

public sealed class StoreOpeningTests(PostgresServer postgres) : OnBothDatabases(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task ServersThatStartTogether_MakeTheTablesOnce(Database database)
    {
        var connection = await MakeAsync(database);
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenAsync(connection), Stop)));
        await Task.WhenAll(stores.Select((store, number) => store.Interactions.AppendAsync([View($"{number}", "ann", "tent", 1)], Stop)));
        Assert.Equal(4, await stores[0].Interactions.CountAsync(null, Stop));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task ADatabaseOfANewerVersion_IsRefused(Database database)
    {
        var connection = await MakeAsync(database);
        await (await OpenAsync(connection)).DisposeAsync();
        await using (var dialect = StoreDialect.Of(connection))
        await using (var raw = await dialect.OpenAsync(Stop))
        {
            var table = database == Database.Sqlite ? "SchemaVersions" : "schemaversions";
            await new StoreScope(raw, null, default).ExecuteAsync(
                $"update {table} set scriptname = '9999-future.sql'", SqlValues.None, Stop);
        }

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Store.OpenAsync(connection, null, Stop));
        Assert.Contains("'9999-future.sql' is unknown", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APath_IsAFileOfSqlite_ThatIsSynchronisedBeforeAnythingIsAcknowledged()
    {
        var folder = Directory.CreateTempSubdirectory("grlm-store-");
        await using (var dialect = StoreDialect.Of(Path.Combine(folder.FullName, "new", "shop.db")))
        {
            await dialect.MigrateAsync(Stop);
            await using var connection = await dialect.OpenAsync(Stop);
            var scope = new StoreScope(connection, null, default);
            Assert.Equal(["wal"], await scope.QueryAsync("pragma journal_mode", SqlValues.None, row => row.GetString(0), Stop));
            Assert.Equal([2L], await scope.QueryAsync("pragma synchronous", SqlValues.None, row => row.GetInt64(0), Stop));
        }

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("shop.db", "SQLite 'shop.db'")]
    [InlineData("Data Source=a=b.db", "SQLite 'a=b.db'")]
    [InlineData("Filename=/var/lib/grlm/shop.db;Default Timeout=9", "SQLite '/var/lib/grlm/shop.db'")]
    [InlineData("Host=db;Database=shop;Password=secret", "PostgreSQL database 'shop' on 'db'")]
    [InlineData("server=db;Database=shop", "PostgreSQL database 'shop' on 'db'")]
    [InlineData("postgres://ann:se%2Fcret@db:6432/shop?sslmode=require", "PostgreSQL database 'shop' on 'db'")]
    public async Task Connections_NameTheirDatabase(string connection, string name)
    {
        await using var dialect = StoreDialect.Of(connection);
        Assert.Equal(name, dialect.Name);
    }
}
