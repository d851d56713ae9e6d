using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace Grlm.Import;

/// <summary>
/// Represents a DuckDB database in a folder of its own, which goes with it. Memory is bounded: tables live in the folder, and what a query
/// cannot hold is spilled there. One thread uses it at a time.
/// </summary>
internal sealed partial class DuckDbSession : IDisposable
{
    private const string MemoryLimit = "1GB";

    // Each thread holds buffers of its own: more of them make the bound above hard to keep.
    private const int MaximumThreads = 4;

    private readonly string _folder;
    private readonly LiteralPaths _paths = new();
    private readonly DuckDBConnection _connection;
    private readonly CancellationToken _cancellationToken;

    /// <param name="folder">A folder to make; what is in it is deleted.</param>
    /// <param name="cancellationToken">Interrupts a running query.</param>
    public DuckDbSession(string folder, CancellationToken cancellationToken)
    {
        (_folder, _cancellationToken) = (_paths.DatabaseFolder(folder), cancellationToken);
        DeleteFolder();
        Directory.CreateDirectory(_folder);
        var settings = new DuckDBConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder, "import.duckdb"),
            MemoryLimit = MemoryLimit,
            TempDirectory = Path.Combine(_folder, "spill"),
            Threads = Math.Min(Environment.ProcessorCount, MaximumThreads),
            AutoinstallKnownExtensions = false,
        };
        _connection = new DuckDBConnection(settings.ToString());
        _connection.Open();
    }

    /// <summary>Returns a second connection to the same database, to read through while the first one writes.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connection.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Adds rows to a table.</summary>
    public DuckDBAppender Append(string table) => _connection.CreateAppender(table);

    /// <summary>Runs a statement; returns the number of rows that it changed.</summary>
    public int Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    /// <summary>Runs a query for one number.</summary>
    public long Count(string sql) => Run(sql, command => Convert.ToInt64(command.ExecuteScalar()));

    /// <summary>Runs a query for its first row; null where there is none.</summary>
    public object[]? First(string sql) => Rows(sql + " LIMIT 1") is [var row] ? row : null;

    /// <summary>Runs a query for a few rows.</summary>
    public IReadOnlyList<object[]> Rows(string sql) => Run(sql, command =>
    {
        using var reader = command.ExecuteReader();
        List<object[]> rows = [];
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    });

    /// <summary>
    /// Writes one Parquet file as a table of SQL, whatever signs are in its name, and without columns that a name such as <c>item_id=5</c>
    /// would add.
    /// </summary>
    /// <param name="path">A file that is there.</param>
    public string Source(string path) => $"read_parquet({Quote(_paths.Of(path))}, hive_partitioning = false)";

    /// <summary>
    /// Returns the first line of what DuckDB says, with the paths as users know them, and without the names of its classes of errors.
    /// </summary>
    public string Explain(DuckDBException cause) => _paths.Named(ErrorClasses().Replace(cause.Message.Split('\n')[0], string.Empty));

    /// <summary>Writes what a query gives as Parquet.</summary>
    /// <param name="query">The query.</param>
    /// <param name="path">A file to make, in a folder that is there.</param>
    public void Write(string query, string path)
    {
        var literal = Path.Combine(_paths.Of(Path.GetDirectoryName(Path.GetFullPath(path))!), Path.GetFileName(path));
        Execute($"COPY ({query}) TO {Quote(literal)} (FORMAT parquet, COMPRESSION zstd)");
    }

    /// <summary>Writes a text as a literal of SQL.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        DeleteFolder();
        _paths.Dispose();
    }

    private T Run<T>(string sql, Func<DuckDBCommand, T> run)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var interrupt = _cancellationToken.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (DuckDBException e) when (_cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The import was cancelled.", e, _cancellationToken);
        }
    }

    private void DeleteFolder()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"^(?:(?:[A-Z]\w* )+Error: |\w+Exception: )+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorClasses();
}

/// <summary>
/// Names files so that DuckDB takes each to the letter: to it <c>*</c>, <c>?</c> and brackets in a path make a pattern, what follows a
/// <c>?</c> is the query of an address, and a backslash is a separator on any system. What holds one of them goes by a link of another
/// name, for as long as this lives.
/// </summary>
internal sealed class LiteralPaths : IDisposable
{
    private const string Patterns = "*?[";

    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private string? _folder;

    /// <summary>
    /// Returns where a folder for a database may be: there, or among the system's temporary files if its path holds a <c>?</c>. A link does
    /// not help: DuckDB follows it, and puts the name of its log before the question mark.
    /// </summary>
    public string DatabaseFolder(string folder)
        => folder.Contains('?', StringComparison.Ordinal) ? Path.Combine(Temporary(), "database") : folder;

    /// <summary>Returns a path that DuckDB takes to the letter.</summary>
    /// <param name="path">A file or folder that is there.</param>
    /// <exception cref="InvalidInputException">The path needs a link, and none can be made.</exception>
    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return IsLiteral(full) ? full : _links.TryGetValue(full, out var link) ? link : _links[full] = LinkTo(full, path);
    }

    /// <summary>Returns a message of DuckDB with the paths as users know them.</summary>
    public string Named(string message)
        => _links.Aggregate(message, (text, link) => text.Replace(link.Value, link.Key, StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static bool IsLiteral(string path)
        => !path.AsSpan().ContainsAny(Patterns) && (Path.DirectorySeparatorChar == '\\' || !path.Contains('\\', StringComparison.Ordinal));

    private string Temporary()
    {
        try
        {
            return _folder ??= Directory.CreateTempSubdirectory("grlm-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"A path with one of the signs {Patterns} takes room for temporary files, and there is none ({e.Message}). " +
                    $"Rename what has them.", e);
        }
    }

    private string LinkTo(string target, string name)
    {
        try
        {
            var link = Path.Combine(Temporary(), $"{_links.Count}{(File.Exists(target) ? ".parquet" : "")}");
            if (!IsLiteral(link))
                throw new IOException($"the folder for temporary files, {_folder}, has such a name too");
            return File.Exists(target)
                ? File.CreateSymbolicLink(link, target).FullName : Directory.CreateSymbolicLink(link, target).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                $"{name}: its path holds one of the signs {Patterns} or a backslash, and no link of another name can be " +
                    $"made ({e.Message}). Rename it.", e);
        }
    }
}
