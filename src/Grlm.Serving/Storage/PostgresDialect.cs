using System.Data.Common;
using DbUp.Postgresql;
using Npgsql;

namespace Grlm.Serving;

/// <summary>Knows PostgreSQL, by a connection string of Npgsql or an address (<c>postgresql://user@host/database</c>).</summary>
internal sealed class PostgresDialect : StoreDialect
{
    // Any number will do that no one else takes; this one spells "grlm".
    private const long MigrationLock = 0x67726C6D;
    private const int MigrationSeconds = 120;

    private static readonly string[] _schemes = ["postgresql://", "postgres://"];

    // Connections, resources (a full disk is one), a shutdown, locks; then deadlocks and lost races, which a second try has not mended.
    private static readonly string[] _passingStates = ["08", "53", "57P0", "55P03", "57014", "58", "40001", "40P01"];

    private readonly NpgsqlDataSource _source;

    public PostgresDialect(string connection)
    {
        var settings = Settings(connection);
        Name = $"PostgreSQL database '{settings.Database}' on '{settings.Host}'";
        _source = NpgsqlDataSource.Create(settings);
    }

    public override string Name { get; }

    public static bool IsMeant(string connection)
        => IsAddress(connection) || (connection.Contains('=', StringComparison.Ordinal) && new DbConnectionStringBuilder
        {
            ConnectionString = connection,
        }.Keys is { } keys && keys.Cast<string>().Any(key => key is "host" or "server"));

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
        => await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    public override async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await ScalarAsync(connection, $"select pg_advisory_lock({MigrationLock})", cancellationToken).ConfigureAwait(false);
        try
        {
            var schema = (string?)await ScalarAsync(connection, "select current_schema()", cancellationToken).ConfigureAwait(false);
            Upgrade(
                PostgresqlExtensions.PostgresqlDatabase(new PostgresqlConnectionManager(_source), schema).WithTransaction(),
                new()
                {
                    ["number"] = "bigint generated always as identity primary key",
                    ["ordinal"] = "collate \"C\"",
                    ["bytes"] = "bytea",
                });
        }
        finally
        {
            await ScalarAsync(connection, $"select pg_advisory_unlock({MigrationLock})", CancellationToken.None).ConfigureAwait(false);
        }
    }

    public override bool IsUnavailable(Exception fault) => fault switch
    {
        PostgresException answered => _passingStates.Any(state => answered.SqlState.StartsWith(state, StringComparison.Ordinal)),
        NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException => true,
        _ => false,
    };

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = MigrationSeconds };
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsAddress(string connection)
        => _schemes.Any(scheme => connection.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    private static NpgsqlConnectionStringBuilder Settings(string connection)
    {
        var settings = IsAddress(connection) ? OfAddress(new Uri(connection)) : new NpgsqlConnectionStringBuilder(connection);
        settings.ApplicationName ??= "grlm";
        if (!settings.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = 64;
        if (!settings.ContainsKey("Command Timeout"))
            settings.CommandTimeout = 10;
        if (!settings.ContainsKey("Timeout"))
            settings.Timeout = 5;
        return settings;
    }

    private static NpgsqlConnectionStringBuilder OfAddress(Uri address)
    {
        var database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/'));
        var settings = new NpgsqlConnectionStringBuilder { Host = address.Host, Database = database };
        if (address.Port > 0)
            settings.Port = address.Port;
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            settings.Username = Uri.UnescapeDataString(user);
            settings.Password = password is [var secret] ? Uri.UnescapeDataString(secret) : null;
        }

        foreach (var part in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2) is [var name, var value])
                settings[name == "sslmode" ? "SSL Mode" : name] = Uri.UnescapeDataString(value);
        }

        return settings;
    }
}
