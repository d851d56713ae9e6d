namespace Grlm.Import;

/// <summary>
/// Names files so that DuckDB takes each to the letter: to it <c>*</c>, <c>?</c> and brackets in a path make a pattern, what follows a <c>?</c> is the query of an
/// address, and a backslash is a separator on any system. What holds one of them goes by a link of another name, for as long as this lives.
/// </summary>
internal sealed class LiteralPaths : IDisposable
{
    private const string Patterns = "*?[";

    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private string? _folder;

    /// <summary>
    /// Where a folder for a database may be: there, or among the system's temporary files if its path holds a <c>?</c>. A link does not help: DuckDB follows it, and
    /// puts the name of its log before the question mark.
    /// </summary>
    public string DatabaseFolder(string folder) => folder.Contains('?', StringComparison.Ordinal) ? Path.Combine(Temporary(), "database") : folder;

    /// <summary>A path that DuckDB takes to the letter.</summary>
    /// <param name="path">A file or folder that is there.</param>
    /// <exception cref="InvalidInputException">The path needs a link, and none can be made.</exception>
    public string Of(string path)
    {
        var full = Path.GetFullPath(path);
        return IsLiteral(full) ? full : _links.TryGetValue(full, out var link) ? link : _links[full] = LinkTo(full, path);
    }

    /// <summary>A message of DuckDB with the paths as users know them.</summary>
    public string Named(string message) => _links.Aggregate(message, (text, link) => text.Replace(link.Value, link.Key, StringComparison.Ordinal));

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
            throw new InvalidInputException($"A path with one of the signs {Patterns} takes room for temporary files, and there is none ({e.Message}). Rename what has them.", e);
        }
    }

    private string LinkTo(string target, string name)
    {
        try
        {
            var link = Path.Combine(Temporary(), $"{_links.Count}{(File.Exists(target) ? ".parquet" : "")}");
            if (!IsLiteral(link))
                throw new IOException($"the folder for temporary files, {_folder}, has such a name too");
            return File.Exists(target) ? File.CreateSymbolicLink(link, target).FullName : Directory.CreateSymbolicLink(link, target).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{name}: its path holds one of the signs {Patterns} or a backslash, and no link of another name can be made ({e.Message}). Rename it.", e);
        }
    }
}
