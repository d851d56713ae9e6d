using System.Data.Common;

namespace Grlm.Serving;

/// <summary>Runs statements on one connection, within the transaction that was begun on it, if any.</summary>
internal sealed class StoreScope(DbConnection connection, DbTransaction? transaction, DateTimeOffset now)
{
    // Statements in one round trip to a server, values in one list.
    private const int Chunk = 500;

    /// <summary>Gets the time that rows written here bear: milliseconds since 1970.</summary>
    public long Now { get; } = now.ToUnixTimeMilliseconds();

    public async Task<int> ExecuteAsync(string sql, SqlValues values, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one statement for each row and returns how many rows of the table each has changed.</summary>
    public async Task<IReadOnlyList<int>> ExecuteManyAsync<T>(
        string sql, IReadOnlyList<T> rows, Func<T, SqlValues> values, CancellationToken cancellationToken)
    {
        var changed = new int[rows.Count];
        for (var start = 0; start < rows.Count; start += Chunk)
        {
            var part = new ArraySegment<int>(changed, start, Math.Min(Chunk, rows.Count - start));
            await (connection.CanCreateBatch
                ? TogetherAsync(sql, index => values(rows[start + index]), part, cancellationToken)
                : OneByOneAsync(sql, index => values(rows[start + index]), part, cancellationToken)).ConfigureAwait(false);
        }

        return changed;
    }

    public async Task<List<T>> QueryAsync<T>(
        string sql, SqlValues values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs a query that ends in <c>in</c> for all of the keys.</summary>
    public async Task<List<T>> QueryInAsync<T>(
        string sql, IEnumerable<string> keys, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        foreach (var part in keys.Chunk(Chunk))
        {
            var values = new SqlValues();
            foreach (var (place, key) in part.Index())
                values.Add($"k{place}", key);
            var list = string.Join(", ", part.Select((_, place) => $"@k{place}"));
            rows.AddRange(await QueryAsync($"{sql} ({list})", values, read, cancellationToken).ConfigureAwait(false));
        }

        return rows;
    }

    /// <summary>Takes numbers of changes and keeps all others from taking any until this transaction ends.</summary>
    /// <returns>The first of them.</returns>
    public async Task<long> NextChangesAsync(int count, CancellationToken cancellationToken)
    {
        const string Sql = "update change_counter set value = value + @count returning value";
        var values = new SqlValues { { "count", (long)count } };
        var last = await QueryAsync(Sql, values, row => row.GetInt64(0), cancellationToken).ConfigureAwait(false);
        return last[0] - count + 1;
    }

    private async Task TogetherAsync(
        string sql, Func<int, SqlValues> values, ArraySegment<int> changed, CancellationToken cancellationToken)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        for (var index = 0; index < changed.Count; index++)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var (name, value) in values(index))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < changed.Count; index++)
            changed[index] = batch.BatchCommands[index].RecordsAffected;
    }

    private async Task OneByOneAsync(
        string sql, Func<int, SqlValues> values, ArraySegment<int> changed, CancellationToken cancellationToken)
    {
        await using var command = Command(sql, values(0));
        for (var index = 0; index < changed.Count; index++)
        {
            foreach (var (name, value) in values(index))
                command.Parameters[name].Value = value ?? DBNull.Value;
            changed[index] = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private DbCommand Command(string sql, SqlValues values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>Holds the values of a statement by name.</summary>
internal sealed class SqlValues : List<(string Name, object? Value)>
{
    public static SqlValues None { get; } = [];

    public void Add(string name, object? value) => Add((name, value));
}
