using System.Data.Common;
using System.Text.Json;

namespace Grlm.Serving;

/// <summary>Keeps what was recommended, so that what is taken can be told from what is not. Safe for concurrent use.</summary>
public sealed class RecommendationLog
{
    private const string Insert =
        "insert into recommendations (id, user_id, scenario, model, items, length, time) " +
        "values (@id, @user, @scenario, @model, @items, @length, @time) on conflict (id) do nothing";

    private readonly StoreSession _session;

    internal RecommendationLog(StoreSession session) => _session = session;

    /// <summary>Logs recommendations, all or none of them. One whose id is there already is left as it is.</summary>
    /// <exception cref="InvalidInputException">An id is empty or longer than 512 characters.</exception>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public async Task AddAsync(IReadOnlyList<StoredRecommendation> recommendations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommendations);
        foreach (var recommendation in recommendations)
            Check(recommendation);
        await _session.WriteAsync(recommendations, InsertAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds what was recommended; null if it was not logged.</summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<StoredRecommendation?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        var rows = await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                "select id, user_id, scenario, model, items, time from recommendations where id = @id",
                new() { { "id", id } },
                Read,
                token),
            cancellationToken).ConfigureAwait(false);
        return rows is [var row] ? row : null;
    }

    /// <summary>Deletes what was recommended before a moment.</summary>
    /// <returns>How many rows were deleted.</returns>
    /// <exception cref="StoreUnavailableException">The database is locked, full or out of reach; nothing was acknowledged.</exception>
    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken = default)
        => _session.WriteAsync(
            (scope, token) => scope.ExecuteAsync(
                "delete from recommendations where time < @time", new() { { "time", moment.ToUnixTimeMilliseconds() } }, token),
            cancellationToken);

    /// <summary>
    /// Counts, for each scenario and model, how often what was recommended was taken: an item of the list was named by an interaction that
    /// bears the id of the recommendation. An item that is taken twice counts once.
    /// </summary>
    /// <param name="since">Since when it was recommended; null for the beginning.</param>
    /// <param name="until">Before when; null for no end.</param>
    /// <param name="types">The types of interactions that count; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>One for each scenario and model that was logged, in the order of their names.</returns>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public async Task<IReadOnlyList<RecommendationQuality>> QualityAsync(
        DateTimeOffset? since = null,
        DateTimeOffset? until = null,
        IReadOnlyCollection<string>? types = null,
        CancellationToken cancellationToken = default)
    {
        var values = new SqlValues
        {
            { "since", since?.ToUnixTimeMilliseconds() ?? long.MinValue },
            { "until", until?.ToUnixTimeMilliseconds() ?? long.MaxValue },
        };
        var shown = await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                "select scenario, model, length, count(*) from recommendations where time >= @since and time < @until " +
                "group by scenario, model, length",
                values,
                row => (Part: (row.GetString(0), row.GetString(1)), Length: (int)row.GetInt64(2), Count: row.GetInt64(3)),
                token),
            cancellationToken).ConfigureAwait(false);
        var taken = await TakenAsync(values, types, cancellationToken).ConfigureAwait(false);
        return
        [
            .. shown
                .GroupBy(row => row.Part)
                .OrderBy(part => part.Key.Item1, StringComparer.Ordinal).ThenBy(part => part.Key.Item2, StringComparer.Ordinal)
                .Select(part => Quality(
                    part.Key, [.. part.Select(row => (row.Length, row.Count))], taken.GetValueOrDefault(part.Key) ?? [])),
        ];
    }

    private async Task<Dictionary<(string Scenario, string Model), HashSet<(string Id, int Place)>>> TakenAsync(
        SqlValues values, IReadOnlyCollection<string>? types, CancellationToken cancellationToken)
    {
        const string Sql =
            "select r.scenario, r.model, r.id, r.items, i.item_id, i.type from interactions i " +
            "join recommendations r on r.id = i.recommendation_id where r.time >= @since and r.time < @until";
        var rows = await _session.ReadAsync(
            (scope, token) => scope.QueryAsync(
                Sql,
                values,
                row => (Part: (row.GetString(0), row.GetString(1)), Id: row.GetString(2), Place: Place(row), Type: row.GetString(5)),
                token),
            cancellationToken).ConfigureAwait(false);
        return rows
            .Where(row => row.Place >= 0 && types?.Contains(row.Type, StringComparer.Ordinal) != false)
            .GroupBy(row => row.Part)
            .ToDictionary(part => part.Key, part => part.Select(row => (row.Id, row.Place)).ToHashSet());

        static int Place(DbDataReader row) => Items(row.GetString(3)).ToList().IndexOf(row.GetString(4));
    }

    private static RecommendationQuality Quality(
        (string Scenario, string Model) part, IReadOnlyList<(int Length, long Count)> shown, HashSet<(string Id, int Place)> taken)
    {
        var byPlace = taken.CountBy(one => one.Place).ToDictionary();
        var places = Enumerable.Range(0, shown.Max(row => row.Length)).Select(place => new PlaceQuality(
            shown.Where(row => row.Length > place).Sum(row => row.Count), byPlace.GetValueOrDefault(place)));
        return new RecommendationQuality(
            part.Scenario,
            part.Model,
            shown.Sum(row => row.Count),
            taken.Select(one => one.Id).Distinct(StringComparer.Ordinal).LongCount(),
            [.. places]);
    }

    private static Task<IReadOnlyList<int>> InsertAsync(
        StoreScope scope, IReadOnlyList<StoredRecommendation> recommendations, CancellationToken cancellationToken)
        => scope.ExecuteManyAsync(Insert, recommendations, Values, cancellationToken);

    private static void Check(StoredRecommendation recommendation)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        StoreGuard.Key(recommendation.Id, "A recommendation's id");
        StoreGuard.Text(recommendation.Scenario, $"The scenario of recommendation '{recommendation.Id}'");
        StoreGuard.Text(recommendation.Model, $"The model of recommendation '{recommendation.Id}'");
        if (recommendation.User is { } user)
            StoreGuard.Key(user, $"The user of recommendation '{recommendation.Id}'");
    }

    private static SqlValues Values(StoredRecommendation recommendation) => new()
    {
        { "id", recommendation.Id },
        { "user", recommendation.User },
        { "scenario", recommendation.Scenario },
        { "model", recommendation.Model },
        { "items", JsonSerializer.Serialize(recommendation.Items, StoreJson.Default.IReadOnlyListString) },
        { "length", (long)recommendation.Items.Count },
        { "time", recommendation.Time.ToUnixTimeMilliseconds() },
    };

    private static StoredRecommendation Read(DbDataReader row) => new(
        row.GetString(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Items(row.GetString(4)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)));

    private static IReadOnlyList<string> Items(string json) => JsonSerializer.Deserialize(json, StoreJson.Default.IReadOnlyListString)!;
}
