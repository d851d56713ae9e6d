namespace Grlm.Serving;

/// <summary>
/// Keeps settings as JSON by name: weights of interaction types, scenarios, shares of a trial. They are the shop's, not a machine's: every
/// server has to know the same ones, and they change while servers run. Safe for concurrent use.
/// </summary>
public sealed class SettingStore
{
    private readonly StoreSession _session;

    internal SettingStore(StoreSession session) => _session = session;

    /// <summary>Returns all settings by name.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyDictionary<string, string>> AllAsync(CancellationToken cancellationToken = default)
    {
        var rows = await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                "select name, value from settings", SqlValues.None, row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), token),
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Sets a setting, or takes it out.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">Its value; null takes it out.</param>
    /// <param name="cancellationToken">Takes the write back while it has not begun.</param>
    /// <exception cref="InvalidInputException">The name is empty or longer than 512 characters.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task SetAsync(string name, string? json, CancellationToken cancellationToken = default)
    {
        StoreGuard.Key(name, "A setting's name");
        StoreGuard.Text(json ?? string.Empty, $"The setting '{name}'");
        await _session.WriteAsync(
            async (scope, token) =>
            {
                await scope.NextChangesAsync(1, token).ConfigureAwait(false);
                return json is null
                    ? await scope.ExecuteAsync("delete from settings where name = @name", new() { { "name", name } }, token)
                        .ConfigureAwait(false)
                    : await scope.ExecuteAsync(
                        "insert into settings (name, value) values (@name, @value) on conflict (name) do update set value = excluded.value",
                        new() { { "name", name }, { "value", json } },
                        token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }
}
