namespace Grlm.Import;

/// <summary>
/// Builds the dataset as tables of DuckDB: rows as read, then numbered users and items, then what is kept of them. The methods are called
/// in the order in which they stand here.
/// </summary>
internal sealed class DatasetTables
{
    private const string ItemText = "title, brand, categories, description, domain, price, stock";
    private const string UnknownItems = "FROM read_interactions ANTI JOIN known_items USING (item_id)";

    // The first line with an id is the item; the others repeat it to the letter or contradict it.
    private const string LaterItems = """
        FROM read_items later JOIN known_items USING (item_id) JOIN read_items earlier ON earlier.number = known_items.number
        WHERE later.number > earlier.number
        """;

    private const string Contradiction = """
         AND (later.title, later.brand, later.categories, later.description, later.domain)
            IS DISTINCT FROM (earlier.title, earlier.brand, earlier.categories, earlier.description, earlier.domain)
        """;

    private readonly DuckDbSession _session;
    private readonly RowFaults _faults;
    private readonly List<DatasetSource> _sources = [];
    private long _items;
    private long _interactions;

    public DatasetTables(DuckDbSession session, RowFaults faults)
    {
        (_session, _faults) = (session, faults);
        session.Execute(
            "CREATE TABLE read_items (number BIGINT, line BIGINT, item_id VARCHAR, title VARCHAR, brand VARCHAR, categories " +
                "VARCHAR, description VARCHAR, domain VARCHAR, price DOUBLE, stock DOUBLE)");
        session.Execute(
            "CREATE TABLE read_interactions (ordinal BIGINT, line BIGINT, user_id VARCHAR, item_id VARCHAR, nanoseconds " +
                "BIGINT, unit UTINYINT, weight DOUBLE)");
    }

    /// <summary>Rows that repeat an earlier one to the letter.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Takes in the items of a dataset.</summary>
    public void AddItems(DatasetSource source, IEnumerable<ItemRow> items)
    {
        _sources.Add(source);
        var before = _session.Count("SELECT count(*) FROM read_items");
        using (var appender = _session.Append("read_items"))
        {
            foreach (var item in items)
            {
                appender.CreateRow().AppendValue(_items++).AppendValue(RowPlace.Of(source.Number, item.Line))
                    .AppendValue(source.ItemPrefix + item.Id).AppendValue(item.Title)
                    .AppendValue(item.Brand).AppendValue(item.Categories).AppendValue(item.Description)
                    .AppendValue(source.Domain ?? item.Domain)
                    .AppendValue(item.Price).AppendValue(item.Stock).EndRow();
            }
        }

        if (_session.Count("SELECT count(*) FROM read_items") == before)
        {
            throw new InvalidInputException(
                $"{source.Items.Path}:1: there is no item in the file that can be used. Write one item a line; docs/import.md shows how.");
        }
    }

    /// <summary>Numbers the items of all datasets.</summary>
    public void NumberItems()
    {
        _session.Execute("""
            CREATE TABLE known_items AS
            SELECT item_id, min(number) AS number, (row_number() OVER (ORDER BY min(number)) - 1)::INTEGER AS item
            FROM read_items GROUP BY item_id
            """);
        RefuseContradictions();
    }

    /// <summary>
    /// Takes in the interactions of a dataset, in file order; what their file's times are not written in goes, or is refused.
    /// </summary>
    public void AddInteractions(DatasetSource source, IEnumerable<InteractionRow> interactions, TimeColumn times)
    {
        using (var appender = _session.Append("read_interactions"))
        {
            foreach (var row in interactions)
            {
                appender.CreateRow().AppendValue(_interactions++).AppendValue(RowPlace.Of(source.Number, row.Line))
                    .AppendValue(source.UserPrefix + row.User).AppendValue(source.ItemPrefix + row.Item)
                    .AppendValue(row.Time?.Nanoseconds).AppendValue((byte)(row.Time?.Unit ?? TimeUnit.Date))
                    .AppendValue(row.Weight).EndRow();
            }
        }

        if (times.Settle(_faults))
        {
            _faults.Count(DropReasons.InvalidTimestamp, _session.Execute($"""
                DELETE FROM read_interactions
                WHERE {RowPlace.SourceOf("line")} = {source.Number} AND unit NOT IN ({(int)TimeUnit.Date}, {(int)times.Unit})
                """));
        }
    }

    /// <summary>Matches the interactions with the items, numbers their users and drops repeats.</summary>
    public void ResolveInteractions()
    {
        RefuseUnknownItems();
        foreach (var source in _sources)
        {
            var ofSource = $"WHERE {RowPlace.SourceOf("line")} = {source.Number}";
            if (_session.First($"SELECT 1 FROM read_interactions SEMI JOIN known_items USING (item_id) {ofSource}") is null)
            {
                var unknown = _session.First($"SELECT item_id {UnknownItems} {ofSource}");
                throw new InvalidInputException(
                    $"{source.Interactions.Path}:1: there is no interaction in the file that can be used. "
                    + ((unknown is null ? null : SameNumber((string)unknown[0])) ?? "docs/import.md shows the forms."));
            }
        }

        _session.Execute("""
            CREATE TABLE known_users AS
            SELECT user_id, (row_number() OVER (ORDER BY min(ordinal)) - 1)::INTEGER AS "user"
            FROM read_interactions SEMI JOIN known_items USING (item_id) GROUP BY user_id
            """);
        KeepFirstOfRepeats();
    }

    /// <summary>
    /// Keeps the users and items that have at least <paramref name="k"/> interactions with one another (the k-core, Seidman 1983).
    /// </summary>
    public void KeepCore(int k)
    {
        var before = _session.Count("SELECT count(*) FROM interactions");
        var rare = $"""
            DELETE FROM interactions
            WHERE "user" IN (SELECT "user" FROM interactions GROUP BY "user" HAVING count(*) < {k})
               OR item IN (SELECT item FROM interactions GROUP BY item HAVING count(*) < {k})
            """;
        while (_session.Execute(rare) > 0)
        {
            // What has gone can make others rare.
        }

        RefuseEmpty("interactions",
            $"No user and no item has {k} interactions with others that have as many: the {k}-core is empty. Ask for a smaller one.");
        _faults.Count(DropReasons.InteractionOutsideCore, before - _session.Count("SELECT count(*) FROM interactions"));
        _faults.Count(DropReasons.ItemOutsideCore,
            _session.Execute("DELETE FROM known_items WHERE item NOT IN (SELECT item FROM interactions)"));
    }

    /// <summary>Writes what is kept, users and items numbered without gaps.</summary>
    /// <param name="itemsPath">Where the items go.</param>
    /// <param name="interactionsPath">Where the interactions go.</param>
    /// <param name="weights">Whether to write what the interactions weigh.</param>
    /// <returns>Items, users and interactions written.</returns>
    public (int Items, int Users, long Interactions) Write(string itemsPath, string interactionsPath, bool weights)
    {
        _session.Execute("""
            CREATE TABLE kept_items AS SELECT item, item_id, number, domain, (row_number() OVER (ORDER BY item) - 1)::INTEGER AS item_index
            FROM known_items JOIN (SELECT number, domain FROM read_items) USING (number)
            """);
        _session.Execute("""
            CREATE TABLE kept_users AS SELECT "user", user_id, (row_number() OVER (ORDER BY "user") - 1)::INTEGER AS user_index
            FROM known_users SEMI JOIN interactions USING ("user")
            """);
        _session.Write($"SELECT item_id, {ItemText} FROM read_items SEMI JOIN kept_items USING (number) ORDER BY number", itemsPath);
        _session.Write(
            $"""
            SELECT user_id, item_id, {Milliseconds("nanoseconds")} AS timestamp, domain, user_index, item_index{(weights ? ", weight" : "")}
            FROM interactions JOIN kept_users USING ("user") JOIN kept_items USING (item)
            ORDER BY user_index, nanoseconds NULLS FIRST, ordinal
            """,
            interactionsPath);
        return (
            (int)_session.Count("SELECT count(*) FROM kept_items"),
            (int)_session.Count("SELECT count(*) FROM kept_users"),
            _session.Count("SELECT count(*) FROM interactions"));
    }

    /// <summary>Writes the items alone, as they were taken in.</summary>
    public void WriteItems(string path)
        => _session.Write($"SELECT item_id, {ItemText} FROM read_items SEMI JOIN known_items USING (number) ORDER BY number", path);

    // The remainder of a time before 1970 is negative; a millisecond begins at or before all that is in it.
    private static string Milliseconds(string nanoseconds)
        => $"(({nanoseconds} - ({nanoseconds} % {PointInTime.NanosecondsInMillisecond} + {PointInTime.NanosecondsInMillisecond}) " +
            $"% {PointInTime.NanosecondsInMillisecond}) // {PointInTime.NanosecondsInMillisecond})";

    private void RefuseContradictions()
    {
        var contradictions = _session.Count($"SELECT count(*) {LaterItems}{Contradiction}");
        Duplicates += _session.Count($"SELECT count(*) {LaterItems}") - contradictions;
        if (_faults.Lenient)
            _faults.Count(DropReasons.ConflictingItem, contradictions);
        else if (_session.First($"SELECT later.line, item_id, earlier.line {LaterItems}{Contradiction} ORDER BY later.number")
            is [long place, var id, long earlier])
        {
            _faults.Add(
                _sources[RowPlace.SourceOf(place)].Items,
                RowPlace.LineOf(place),
                DropReasons.ConflictingItem,
                $"the item '{id}' stands already in line {RowPlace.LineOf(earlier):N0}, with different text.",
                "Keep one of the two, or give them different ids.");
        }
    }

    private void RefuseUnknownItems()
    {
        if (_faults.Lenient)
            _faults.Count(DropReasons.UnknownItem, _session.Count($"SELECT count(*) {UnknownItems}"));
        else if (_session.First($"SELECT line, item_id, user_id {UnknownItems} ORDER BY ordinal") is [long place, var item, var user])
        {
            _faults.Add(
                _sources[RowPlace.SourceOf(place)].Interactions,
                RowPlace.LineOf(place),
                DropReasons.UnknownItem,
                $"the user '{user}' interacts with '{item}', which is not among the items.",
                SameNumber((string)item) ?? "Add the item, or take the interaction out.");
        }
    }

    // An identifier that a program has kept as floating point in one of two files: 101.0 and 101.
    private string? SameNumber(string itemId)
    {
        const string WithoutPoint = """regexp_replace(item_id, '((^|:)-?[0-9]+)\.0+$', '\1')""";
        var asked = $"SELECT {DuckDbSession.Quote(itemId)} AS item_id";
        return _session.First(
            $"SELECT item_id FROM known_items WHERE {WithoutPoint} = (SELECT {WithoutPoint} FROM ({asked}))") is [string known]
            ? $"Did you mean '{known}'? Ids that look like numbers with a decimal point come from a column stored as floating point: " +
                $"write whole numbers in both files."
            : null;
    }

    // Whoever does a thing twice did it twice, in whatever form it is told. Only a row that repeats another to the moment is the same one
    // told twice.
    private void KeepFirstOfRepeats()
    {
        _session.Execute("""
            CREATE TABLE interactions AS
            SELECT "user", item, nanoseconds, min(ordinal) AS ordinal, max(weight) AS weight
            FROM read_interactions JOIN known_users USING (user_id) JOIN known_items USING (item_id)
            GROUP BY "user", item, nanoseconds, CASE WHEN nanoseconds IS NULL THEN ordinal END
            """);
        Duplicates += _session.Count("SELECT count(*) FROM read_interactions SEMI JOIN known_items USING (item_id)")
            - _session.Count("SELECT count(*) FROM interactions");
        _session.Execute("DROP TABLE read_interactions");
    }

    private void RefuseEmpty(string table, string message)
    {
        if (_session.Count($"SELECT count(*) FROM {table}") == 0)
            throw new InvalidInputException(message);
    }
}

/// <summary>Represents a line of one of several files as a number that orders them: files first, then lines.</summary>
internal static class RowPlace
{
    // Room for a million million lines, and for eight million files.
    private const int LineBits = 40;

    /// <summary>Returns the place of a line.</summary>
    /// <param name="source">Number of the file.</param>
    /// <param name="line">One-based line.</param>
    public static long Of(int source, long line) => ((long)source << LineBits) | line;

    /// <summary>Returns the number of the file.</summary>
    public static int SourceOf(long place) => (int)(place >> LineBits);

    /// <summary>Returns the number of the file, in SQL.</summary>
    /// <param name="place">A column of places.</param>
    public static string SourceOf(string place) => $"({place} >> {LineBits})";

    /// <summary>Returns the line in its file.</summary>
    public static long LineOf(long place) => place & ((1L << LineBits) - 1);
}
