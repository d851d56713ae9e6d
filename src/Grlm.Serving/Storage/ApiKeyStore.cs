namespace Grlm.Serving;

/// <summary>Keeps the keys that clients call with. Safe for concurrent use.</summary>
public sealed class ApiKeyStore
{
    private readonly StoreSession _session;

    internal ApiKeyStore(StoreSession session) => _session = session;

    /// <summary>Returns all keys, the revoked too, in the order they were made.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<ApiKey>> AllAsync(CancellationToken cancellationToken = default)
        => await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                "select id, name, hash, scopes, created, revoked from api_keys order by created, id",
                SqlValues.None,
                row => new ApiKey(
                    row.GetString(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
                    row.IsDBNull(5) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
                token),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Adds a key.</summary>
    /// <returns>False if there is one with this id or hash already; nothing was done then.</returns>
    /// <exception cref="InvalidInputException">A field is empty or longer than 512 characters, or a scope holds a space.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<bool> AddAsync(ApiKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        StoreGuard.Key(key.Id, "A key's id");
        StoreGuard.Key(key.Name, $"The name of key '{key.Id}'");
        StoreGuard.Key(key.Hash, $"The hash of key '{key.Id}'");
        if (key.Scopes.Any(scope => StoreGuard.Key(scope, $"A scope of key '{key.Id}'").Contains(' ', StringComparison.Ordinal)))
            throw new InvalidInputException($"A scope of key '{key.Id}' holds a space. Give each scope by itself.");
        return await WriteAsync(
            "insert into api_keys (id, name, hash, scopes, created, revoked) values (@id, @name, @hash, @scopes, @created, @revoked) " +
            "on conflict do nothing",
            new()
            {
                { "id", key.Id },
                { "name", key.Name },
                { "hash", key.Hash },
                { "scopes", string.Join(' ', key.Scopes) },
                { "created", key.Created.ToUnixTimeMilliseconds() },
                { "revoked", key.Revoked?.ToUnixTimeMilliseconds() },
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Revokes a key: it stays in the list, and is not valid any more.</summary>
    /// <returns>False if there is none that is valid.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            (scope, token) => ChangeAsync(
                scope,
                "update api_keys set revoked = @now where id = @id and revoked is null",
                new() { { "id", id }, { "now", scope.Now } },
                token),
            cancellationToken);

    private Task<bool> WriteAsync(string sql, SqlValues values, CancellationToken cancellationToken)
        => _session.WriteAsync((scope, token) => ChangeAsync(scope, sql, values, token), cancellationToken);

    private static async Task<bool> ChangeAsync(StoreScope scope, string sql, SqlValues values, CancellationToken cancellationToken)
    {
        await scope.NextChangesAsync(1, cancellationToken).ConfigureAwait(false);
        return await scope.ExecuteAsync(sql, values, cancellationToken).ConfigureAwait(false) == 1;
    }
}
