using System.Data.Common;

namespace Grlm.Serving;

/// <summary>Keeps which versions of the model there are, and which one answers. Safe for concurrent use.</summary>
public sealed class ModelStore
{
    private const string Columns = "select version, content_hash, created, activated, active from models";

    private readonly StoreSession _session;

    internal ModelStore(StoreSession session) => _session = session;

    /// <summary>Returns all versions in the order they were published.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<StoredModel>> AllAsync(CancellationToken cancellationToken = default)
        => await _session.ReadAsync(
            (scope, token) => scope.QueryAsync($"{Columns} order by created, version", SqlValues.None, Read, token),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Adds a version; the same one again changes nothing.</summary>
    /// <exception cref="InvalidInputException">A field is empty or longer than 512 characters.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<ModelAddition> AddAsync(string version, string contentHash, CancellationToken cancellationToken = default)
    {
        StoreGuard.Key(version, "A model's version");
        StoreGuard.Key(contentHash, $"The content hash of model '{version}'");
        return _session.WriteAsync((scope, token) => AddAsync(scope, version, contentHash, token), cancellationToken);
    }

    /// <summary>Makes a version the one that answers, in place of the one that did; going back is the same.</summary>
    /// <returns>False if there is no such version; nothing was done then.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<bool> ActivateAsync(string version, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                var values = new SqlValues { { "version", version }, { "now", scope.Now } };
                await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                if (await scope.ExecuteAsync(
                    "update models set active = true, activated = @now where version = @version", values, token).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                await scope.ExecuteAsync(
                    "update models set active = false where active and version <> @version",
                    new() { { "version", version } },
                    token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Takes a version out that does not answer.</summary>
    /// <returns>False if there is none, or it answers; nothing was done then.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<bool> DeleteAsync(string version, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                return await scope.ExecuteAsync(
                    "delete from models where version = @version and not active", new() { { "version", version } }, token)
                    .ConfigureAwait(false) == 1;
            },
            cancellationToken);

    private static async Task<ModelAddition> AddAsync(
        StoreScope scope, string version, string contentHash, CancellationToken cancellationToken)
    {
        await scope.NextChangesAsync(1, cancellationToken).ConfigureAwait(false);
        var added = await scope.ExecuteAsync(
            "insert into models (version, content_hash, created, active) values (@version, @hash, @now, false) on conflict do nothing",
            new() { { "version", version }, { "hash", contentHash }, { "now", scope.Now } },
            cancellationToken).ConfigureAwait(false);
        if (added == 1)
            return ModelAddition.Added;
        var there = await scope.QueryAsync(
            $"{Columns} where version = @version", new() { { "version", version } }, Read, cancellationToken).ConfigureAwait(false);
        return there[0].ContentHash == contentHash ? ModelAddition.Same : ModelAddition.Conflict;
    }

    private static StoredModel Read(DbDataReader row)
    {
        DateTimeOffset? activated = row.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3));
        var state = row.GetBoolean(4) ? ModelState.Active : activated is null ? ModelState.Published : ModelState.Retired;
        return new StoredModel(
            row.GetString(0), row.GetString(1), state, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), activated);
    }
}
