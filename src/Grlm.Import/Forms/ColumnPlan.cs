namespace Grlm.Import;

/// <summary>
/// Says which columns or fields of a file mean what, and what came of them: what was read, what was not, and which values had to be left
/// out. One file's; not thread-safe.
/// </summary>
internal sealed class ColumnPlan(FileContent content, FormHints hints)
{
    private const int ShownColumns = 30;

    private readonly Dictionary<string, (FieldRole Role, int Rank)?> _found = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _dropped = new(StringComparer.Ordinal);

    /// <summary>Columns that gave something, by name, with what they are read as.</summary>
    public IReadOnlyDictionary<string, string> Read => _read;

    /// <summary>Columns that nothing was taken from.</summary>
    public IReadOnlyList<string> Unread => [.. _found.Keys.Where(name => !_read.ContainsKey(name)).Take(ShownColumns)];

    /// <summary>Values that were left out, by what was wrong with them.</summary>
    public IReadOnlyDictionary<string, long> DroppedValues => _dropped;

    /// <summary>Returns what a column means, and how good its name is; null where it means nothing to the import.</summary>
    public (FieldRole Role, int Rank)? Find(string column)
    {
        if (!_found.TryGetValue(column, out var found))
        {
            _found[column] = found = Recognize(column);
        }

        return found;
    }

    /// <summary>Returns the columns of a table that have a meaning, best first.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="line">Line of the header.</param>
    /// <param name="columns">Names of all columns, in order.</param>
    /// <exception cref="InvalidInputException">A column that must be there is not, or there are two of one name.</exception>
    public ILookup<FieldRole, int> Match(string path, long line, IReadOnlyList<string> columns)
    {
        var found = columns.Select((name, place) => (Found: Find(name), Place: place)).Where(column => column.Found is not null)
            .Select(column => (column.Found!.Value.Role, column.Found.Value.Rank, column.Place)).OrderBy(column => column.Rank).ToList();
        if (found.GroupBy(column => (column.Role, column.Rank)).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            var names = string.Join(" and ", twice.Select(column => $"'{columns[column.Place]}' (column {column.Place + 1})"));
            throw new InvalidInputException(path, line, $"two columns have one name: {names}.", "Rename or take out one of them.");
        }

        var missing = KnownColumns.RequiredOf(content)
            .Concat(hints.Columns.Select(hint => hint.Role).Concat(hints.Required).Where(KnownColumns.RolesOf(content).Contains)).Distinct()
            .Where(role => found.TrueForAll(column => column.Role != role)).ToList();
        if (missing.Count > 0)
            throw Missing(path, line, missing, columns);
        return found.ToLookup(column => column.Role, column => column.Place);
    }

    /// <summary>Notes that a column gave something.</summary>
    public void Use(string column, FieldRole role) => _read.TryAdd(column, KnownColumns.OptionOf(role));

    /// <summary>Counts a value that is left out while its row stays.</summary>
    /// <param name="problem">What is wrong with it: <c>'price' is a list</c>.</param>
    public void Drop(string problem) => _dropped[problem] = _dropped.GetValueOrDefault(problem) + 1;

    private InvalidInputException Missing(string path, long line, List<FieldRole> missing, IReadOnlyList<string> columns)
    {
        var free = columns.Where(name => Find(name) is null).ToList();
        var call = missing.Select(role =>
        {
            var likely = free.Find(name => KnownColumns.IsLike(role, name)) ?? (free.Count > 0 ? free[0] : "NAME");
            free.Remove(likely);
            return $"{KnownColumns.OptionOf(role)}={likely}";
        });
        var sought = string.Join(" and ", missing.Select(role => $"'{SoughtFor(role)}'"));
        return new InvalidInputException(
            path,
            line,
            $"the header has no column {sought}; " +
                $"it has {string.Join(", ", columns.Take(ShownColumns).Select(name => $"'{Readable.Cut(name, 40)}'"))}.",
            $"Rename them, or say which is which by option 'columns': {string.Join(',', call)}");
    }

    private string SoughtFor(FieldRole role)
        => hints.Columns.FirstOrDefault(hint => hint.Role == role) is { Column: { } named } ? named : KnownColumns.NameOf(role);

    private (FieldRole Role, int Rank)? Recognize(string column)
    {
        var roles = KnownColumns.RolesOf(content);
        for (var place = 0; place < hints.Columns.Count; place++)
        {
            if (roles.Contains(hints.Columns[place].Role) && IsNamed(column, hints.Columns[place].Column))
                return (hints.Columns[place].Role, place);
        }

        foreach (var role in roles)
        {
            if (hints.Columns.All(hint => hint.Role != role) && KnownColumns.RankOf(role, column, content) is { } rank)
                return (role, rank);
        }

        return null;
    }

    private static bool IsNamed(string column, string name)
        => column.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (KnownColumns.TypeOf(column).Length > 0
                && column[..column.IndexOf(':', StringComparison.Ordinal)].Equals(name, StringComparison.OrdinalIgnoreCase));
}
