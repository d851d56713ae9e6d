using System.Data.Common;
using System.Reflection;
using System.Runtime.ExceptionServices;
using DbUp.Builder;

namespace Grlm.Serving;

/// <summary>Knows what differs between the databases: how to connect, to lock while migrating, to begin, and what a fault means.</summary>
internal abstract class StoreDialect : IAsyncDisposable
{
    /// <summary>Gets the name of the database for people, without a password.</summary>
    public abstract string Name { get; }

    /// <summary>Opens a connection from the pool.</summary>
    public abstract ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Brings the schema up to this version. Processes that start together wait for each other.</summary>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Tells whether a fault is one that passes, or that a person has to mend: lock, space, connection.</summary>
    public abstract bool IsUnavailable(Exception fault);

    public abstract ValueTask DisposeAsync();

    /// <summary>Returns such a fault as the store reports it.</summary>
    public StoreUnavailableException Unavailable(Exception fault)
        => new($"{Name} can't be used now: {fault.Message} Try again when it is back.", fault);

    /// <summary>Finds the database that a connection string names: PostgreSQL, or a file of SQLite.</summary>
    /// <exception cref="InvalidOptionsException">The connection string can't be read.</exception>
    public static StoreDialect Of(string connection)
    {
        try
        {
            return PostgresDialect.IsMeant(connection) ? new PostgresDialect(connection) : new SqliteDialect(connection);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            // The string itself may hold a password and is not repeated.
            throw new InvalidOptionsException(
                $"The store's connection string can't be read: {fault.Message} Give a path, a connection string or postgresql://….",
                fault);
        }
    }

    protected void Upgrade(UpgradeEngineBuilder builder, Dictionary<string, string> variables)
    {
        var engine = builder
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithVariables(variables)
            .LogToNowhere()
            .Build();
        if (engine.GetExecutedButNotDiscoveredScripts() is [var newer, ..])
        {
            throw new InvalidInputException(
                $"{Name}: a newer version has been here ('{newer}' is unknown to this one). " +
                "Use that version, or another database.");
        }

        if (engine.PerformUpgrade() is { Successful: false } failed)
            ExceptionDispatchInfo.Throw(failed.Error);
    }
}
