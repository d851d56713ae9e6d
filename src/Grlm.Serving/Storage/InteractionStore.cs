using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Grlm.Serving;

/// <summary>Keeps what users did. Safe for concurrent use.</summary>
public sealed class InteractionStore
{
    private const int Page = 1_000;
    private const string Columns = "select number, id, user_id, item_id, type, value, time, recommendation_id from interactions";

    private const string Insert =
        "insert into interactions (id, user_id, item_id, type, value, time, recommendation_id) " +
        "values (@id, @user, @item, @type, @value, @time, @recommendation) on conflict (id) do nothing";

    private readonly StoreSession _session;

    internal InteractionStore(StoreSession session) => _session = session;

    /// <summary>Appends interactions, all or none of them.</summary>
    /// <returns>For each in the order of the list: true if it is new, false if one with its id was there already (and stays).</returns>
    /// <exception cref="InvalidInputException">A field is empty or longer than 512 characters, or a value is infinite.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<IReadOnlyList<bool>> AppendAsync(
        IReadOnlyList<StoredInteraction> interactions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        foreach (var interaction in interactions)
            Check(interaction);
        var changed = await _session.WriteAsync(interactions, InsertAsync, cancellationToken).ConfigureAwait(false);
        return [.. changed.Select(rows => rows == 1)];
    }

    /// <summary>
    /// Returns the latest interactions of a user, the oldest of them first; those of one moment in the order they came in.
    /// </summary>
    /// <param name="user">Who.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<StoredInteraction>> HistoryAsync(
        string user, int limit, CancellationToken cancellationToken = default)
    {
        var rows = await ReadAsync(
            $"{Columns} where user_id = @user order by time desc, number desc limit @limit",
            new() { { "user", user }, { "limit", (long)limit } },
            cancellationToken).ConfigureAwait(false);
        rows.Reverse();
        return [.. rows.Select(row => row.Interaction)];
    }

    /// <summary>Reads all interactions of a time in their order, a page at a time: however slow the reader, nothing is held open.</summary>
    /// <param name="since">The first moment; null for the beginning.</param>
    /// <param name="until">The moment before which it ends; null for no end.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async IAsyncEnumerable<StoredInteraction> ExportAsync(
        DateTimeOffset? since = null, DateTimeOffset? until = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (time, number) = (since?.ToUnixTimeMilliseconds() ?? long.MinValue, 0L);
        var end = until?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        List<Row> page;
        do
        {
            page = await ReadAsync(
                $"{Columns} where (time, number) > (@time, @number) and time < @end order by time, number limit {Page}",
                new() { { "time", time }, { "number", number }, { "end", end } },
                cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row.Interaction;
                (time, number) = (row.Interaction.Time.ToUnixTimeMilliseconds(), row.Number);
            }
        }
        while (page.Count == Page);
    }

    /// <summary>Counts the interactions since a moment; all if null.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public Task<long> CountAsync(DateTimeOffset? since = null, CancellationToken cancellationToken = default)
        => _session.ReadAsync(
            async (scope, token) => (await scope.QueryAsync(
                "select count(*) from interactions where time >= @time",
                new() { { "time", since?.ToUnixTimeMilliseconds() ?? long.MinValue } },
                row => row.GetInt64(0),
                token).ConfigureAwait(false))[0],
            cancellationToken);

    /// <summary>Deletes one interaction.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
        => await _session.WriteAsync(
            (scope, token) => scope.ExecuteAsync("delete from interactions where id = @id", new() { { "id", id } }, token),
            cancellationToken).ConfigureAwait(false) == 1;

    /// <summary>Deletes all that is known of a user: what he did and what was recommended to him, with his name or without.</summary>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<UserDeletion> DeleteUserAsync(string user, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            async (scope, token) =>
            {
                var values = new SqlValues { { "user", user } };
                var recommendations = await scope.ExecuteAsync(
                    "delete from recommendations where user_id = @user or (user_id is null and id in " +
                    "(select recommendation_id from interactions where user_id = @user and recommendation_id is not null))",
                    values,
                    token).ConfigureAwait(false);
                var interactions = await scope.ExecuteAsync("delete from interactions where user_id = @user", values, token)
                    .ConfigureAwait(false);
                return new UserDeletion(interactions, recommendations);
            },
            cancellationToken);

    private Task<List<Row>> ReadAsync(string sql, SqlValues values, CancellationToken cancellationToken)
        => _session.ReadAsync((scope, token) => scope.QueryAsync(sql, values, Read, token), cancellationToken);

    private static Task<IReadOnlyList<int>> InsertAsync(
        StoreScope scope, IReadOnlyList<StoredInteraction> interactions, CancellationToken cancellationToken)
        => scope.ExecuteManyAsync(Insert, interactions, Values, cancellationToken);

    private static void Check(StoredInteraction interaction)
    {
        ArgumentNullException.ThrowIfNull(interaction);
        StoreGuard.Key(interaction.Id, "An interaction's id");
        StoreGuard.Key(interaction.User, $"The user of interaction '{interaction.Id}'");
        StoreGuard.Key(interaction.Item, $"The item of interaction '{interaction.Id}'");
        StoreGuard.Key(interaction.Type, $"The type of interaction '{interaction.Id}'");
        StoreGuard.Number(interaction.Value, $"The value of interaction '{interaction.Id}'");
        if (interaction.RecommendationId is { } recommendation)
            StoreGuard.Key(recommendation, $"The recommendation of interaction '{interaction.Id}'");
    }

    private static SqlValues Values(StoredInteraction interaction) => new()
    {
        { "id", interaction.Id },
        { "user", interaction.User },
        { "item", interaction.Item },
        { "type", interaction.Type },
        { "value", interaction.Value },
        { "time", interaction.Time.ToUnixTimeMilliseconds() },
        { "recommendation", interaction.RecommendationId },
    };

    private static Row Read(DbDataReader row) => new(
        row.GetInt64(0),
        new StoredInteraction(
            row.GetString(1),
            row.GetString(2),
            row.GetString(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetDouble(5),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            row.IsDBNull(7) ? null : row.GetString(7)));

    private readonly record struct Row(long Number, StoredInteraction Interaction);
}
