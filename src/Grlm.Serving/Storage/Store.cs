namespace Grlm.Serving;

/// <summary>
/// Keeps what a server must not lose: items, interactions, what was recommended, settings, keys, model versions; in SQLite or PostgreSQL.
/// A write's task ends when the write is committed; writes that arrive together share a commit. Any number of processes may use one
/// PostgreSQL database, and of one machine one file. Safe for concurrent use.
/// </summary>
public sealed class Store : IAsyncDisposable
{
    private readonly StoreDialect _dialect;
    private readonly StoreSession _session;

    private Store(StoreDialect dialect, TimeProvider clock)
    {
        _dialect = dialect;
        _session = new StoreSession(dialect, clock);
        Items = new ItemStore(_session);
        Interactions = new InteractionStore(_session);
        Recommendations = new RecommendationLog(_session);
        Settings = new SettingStore(_session);
        Keys = new ApiKeyStore(_session);
        Models = new ModelStore(_session);
        ModelFiles = new ModelFileStore(_session);
    }

    /// <summary>Gets the items of the shop.</summary>
    public ItemStore Items { get; }

    /// <summary>Gets what users did.</summary>
    public InteractionStore Interactions { get; }

    /// <summary>Gets what was recommended.</summary>
    public RecommendationLog Recommendations { get; }

    /// <summary>Gets settings that all servers of the shop share.</summary>
    public SettingStore Settings { get; }

    /// <summary>Gets the keys that clients call with.</summary>
    public ApiKeyStore Keys { get; }

    /// <summary>Gets the versions of the model.</summary>
    public ModelStore Models { get; }

    /// <summary>Gets what they consist of.</summary>
    internal ModelFileStore ModelFiles { get; }

    /// <summary>Gets the name of the database for people; it holds no password.</summary>
    public string Name => _dialect.Name;

    /// <summary>Counts the writes that wait for a commit, for back-pressure and metrics.</summary>
    public int WaitingWrites => _session.Waiting;

    /// <summary>Opens a store and brings its schema up to this version; processes that start together wait for each other.</summary>
    /// <param name="connection">
    /// The path of an SQLite file, which is made where there is none; a connection string of Microsoft.Data.Sqlite or Npgsql; or an address
    /// like <c>postgresql://user:password@host/database</c>.
    /// </param>
    /// <param name="clock">Tells the time that rows bear; the system's if null.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    /// <exception cref="InvalidInputException">A newer version has been at work in it.</exception>
    /// <exception cref="InvalidOptionsException">The connection string can't be read.</exception>
    public static async Task<Store> OpenAsync(
        string connection, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        var dialect = StoreDialect.Of(connection);
        try
        {
            await dialect.MigrateAsync(cancellationToken).ConfigureAwait(false);
            return new Store(dialect, clock ?? TimeProvider.System);
        }
        catch (Exception fault)
        {
            await dialect.DisposeAsync().ConfigureAwait(false);
            if (dialect.IsUnavailable(fault))
                throw dialect.Unavailable(fault);
            throw;
        }
    }

    /// <summary>
    /// Returns the number of the last change of an item, a setting, a key or a model by any process. While it stays the same, none of them
    /// has changed; it is cheap to ask several times a second.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The database is out of reach.</exception>
    public Task<long> LastChangeAsync(CancellationToken cancellationToken = default)
        => _session.ReadAsync(
            async (scope, token) => (await scope.QueryAsync(
                "select value from change_counter", SqlValues.None, row => row.GetInt64(0), token).ConfigureAwait(false))[0],
            cancellationToken);

    /// <summary>Takes no more writes, ends when those that were begun are committed, and closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync().ConfigureAwait(false);
        await _dialect.DisposeAsync().ConfigureAwait(false);
    }
}
