using System.Data.Common;

namespace Grlm.Serving;

/// <summary>Keeps which versions of the model there are, and which one answers. Safe for concurrent use.</summary>
public sealed class ModelStore
{
    private const string Columns = "select version, content_hash, created, activated, active, contents, published, trial from models";

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
    public Task<ModelAddition> AddAsync(NewModel model, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        StoreGuard.Key(model.Version, "A model's version");
        StoreGuard.Key(model.ContentHash, $"The content hash of model '{model.Version}'");
        return _session.WriteAsync((scope, token) => AddAsync(scope, model, token), cancellationToken);
    }

    /// <summary>Makes a version the one that answers, in place of the one that did.</summary>
    /// <param name="version">The version.</param>
    /// <param name="goesBack">
    /// Whether this is a step back: the version keeps the time of its first turn, so that the next step leads further back.
    /// </param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <returns>False if there is no such version; nothing was done then.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<bool> ActivateAsync(string version, bool goesBack = false, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                var values = new SqlValues { { "version", version }, { "now", scope.Now } };
                await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                var time = goesBack ? "coalesce(activated, @now)" : "@now";
                if (await scope.ExecuteAsync(
                    $"update models set active = true, trial = null, activated = {time} where version = @version", values, token)
                    .ConfigureAwait(false) == 0)
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
                if (await scope.ExecuteAsync(
                    "delete from models where version = @version and not active", new() { { "version", version } }, token)
                    .ConfigureAwait(false) == 0)
                {
                    return false;
                }

                await scope.ExecuteAsync("delete from model_files where version = @version", new() { { "version", version } }, token)
                    .ConfigureAwait(false);
                await ModelFileStore.ForgetAsync(scope, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Tries a version on some of the users; it alone, and no other any more.</summary>
    /// <param name="version">The version; null to try none.</param>
    /// <param name="trial">On whom, as JSON.</param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <returns>False if there is no such version, or it answers everybody; nothing was done then.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<bool> TryAsync(string? version, string? trial, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                if (version is not null && await scope.ExecuteAsync(
                    "update models set trial = @trial where version = @version and not active",
                    new() { { "version", version }, { "trial", StoreGuard.Text(trial ?? "{}", "The trial") } },
                    token).ConfigureAwait(false) == 0)
                {
                    return false;
                }

                await scope.ExecuteAsync(
                    "update models set trial = null where trial is not null and version <> @version",
                    new() { { "version", version ?? string.Empty } },
                    token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    private static async Task<ModelAddition> AddAsync(StoreScope scope, NewModel model, CancellationToken cancellationToken)
    {
        await scope.NextChangesAsync(1, cancellationToken).ConfigureAwait(false);
        var added = await scope.ExecuteAsync(
            "insert into models (version, content_hash, created, active, contents, published) " +
            "values (@version, @hash, @now, false, @contents, @published) on conflict do nothing",
            new()
            {
                { "version", model.Version },
                { "hash", model.ContentHash },
                { "now", scope.Now },
                { "contents", model.Contents },
                { "published", model.IsPublished },
            },
            cancellationToken).ConfigureAwait(false);
        if (added == 1)
        {
            if (model.Files.Count > 0)
            {
                await scope.ExecuteManyAsync(
                    "insert into model_files (version, hash, bytes) values (@version, @hash, @bytes) on conflict do nothing",
                    [.. model.Files],
                    file => new() { { "version", model.Version }, { "hash", file.Key }, { "bytes", file.Value } },
                    cancellationToken).ConfigureAwait(false);
            }

            return ModelAddition.Added;
        }

        var there = await scope.QueryAsync(
            $"{Columns} where version = @version", new() { { "version", model.Version } }, Read, cancellationToken).ConfigureAwait(false);
        return there[0].ContentHash == model.ContentHash ? ModelAddition.Same : ModelAddition.Conflict;
    }

    private static StoredModel Read(DbDataReader row)
    {
        DateTimeOffset? activated = row.IsDBNull(3) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3));
        var state = row.GetBoolean(4) ? ModelState.Active : activated is null ? ModelState.Published : ModelState.Retired;
        return new StoredModel(
            row.GetString(0), row.GetString(1), state, DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), activated)
        {
            Contents = row.IsDBNull(5) ? null : row.GetString(5),
            IsPublished = row.GetBoolean(6),
            Trial = row.IsDBNull(7) ? null : row.GetString(7),
        };
    }
}
