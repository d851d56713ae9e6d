using System.Data.Common;
using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace Grlm.Serving;

/// <summary>
/// Knows SQLite. A commit is in the write-ahead log and synchronised (<c>synchronous = full</c>) before it is acknowledged, so that neither
/// a kill nor a loss of power takes it back.
/// </summary>
internal sealed class SqliteDialect : StoreDialect
{
    // Another process, or a copy being made, may hold the file for so long before a caller is told.
    private const int BusySeconds = 5;

    private readonly SqliteConnectionStringBuilder _connection;

    /// <param name="connection">A path, or a connection string of Microsoft.Data.Sqlite.</param>
    public SqliteDialect(string connection)
    {
        _connection = connection.Contains('=', StringComparison.Ordinal) ? new(connection) : new() { DataSource = connection };
        if (!_connection.ShouldSerialize("Default Timeout"))
            _connection.DefaultTimeout = BusySeconds;
    }

    public override string Name => $"SQLite '{_connection.DataSource}'";

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connection.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            // SQLite's own waiting looks again after a millisecond; that of Microsoft.Data.Sqlite, which comes after it, sleeps for 150.
            await RunAsync(
                connection, $"pragma synchronous = full; pragma busy_timeout = {_connection.DefaultTimeout * 1_000}", cancellationToken)
                .ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The scripts run within one transaction that holds the file from its beginning: the lock is the database's own.</remarks>
    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(_connection.DataSource)) is { } folder)
            Directory.CreateDirectory(folder);
        await using var connection = (SqliteConnection)await OpenAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "pragma journal_mode = wal", cancellationToken).ConfigureAwait(false);
        await RunAsync(connection, "begin immediate", cancellationToken).ConfigureAwait(false);
        using var shared = new SharedConnection(connection);
        Upgrade(
            DeployChanges.To.SqliteDatabase(shared).WithoutTransaction(),
            new() { ["number"] = "integer primary key autoincrement", ["ordinal"] = "collate binary", ["bytes"] = "blob" });
        await RunAsync(connection, "commit", cancellationToken).ConfigureAwait(false);
    }

    public override bool IsUnavailable(Exception fault)
        => fault is SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_READONLY
                or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_CANTOPEN
                or SQLitePCL.raw.SQLITE_PROTOCOL or SQLitePCL.raw.SQLITE_NOMEM
        };

    public override ValueTask DisposeAsync()
    {
        // The last connection to close folds the log into the file.
        using var connection = new SqliteConnection(_connection.ConnectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
