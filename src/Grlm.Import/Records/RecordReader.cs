namespace Grlm.Import;

/// <summary>
/// Reads a file as records, one by one, whose fields are asked for by what they mean: the readers of items and interactions know nothing of
/// forms and names.
/// </summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>Gets the one-based line, or row of Parquet, of the current record.</summary>
    public abstract long LineNumber { get; }

    /// <summary>Moves to the next record that can be read; false at the end.</summary>
    public abstract bool Read();

    /// <summary>Gets a field of the current record; empty where it has none of this meaning.</summary>
    public abstract FieldValue this[FieldRole role] { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">Told of records that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="session">The database that reads Parquet.</param>
    /// <exception cref="GrlmException">The file cannot be opened, or lacks a column that must be there.</exception>
    public static RecordReader Open(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session)
        => file.Form.Format switch
        {
            InputFormat.JsonLines or InputFormat.PythonLines => new JsonRecords(file, new LineReader(file, faults, progress), faults),
            InputFormat.JsonElements => new JsonRecords(file, new JsonElementReader(file, faults, progress), faults),
            InputFormat.Parquet => new ParquetRecords(file, new ParquetTable(file, session, progress)),
            _ => new DelimitedRecords(file, new DelimitedReader(file, faults, progress)),
        };

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>
/// Records of a table: every record has the same columns. Of several columns of one meaning the first that holds something counts.
/// </summary>
internal abstract class TableRecords(InputFile file, IReadOnlyList<string> columns, long headerLine) : RecordReader
{
    private readonly ILookup<FieldRole, int> _places = file.Columns.Match(file.Path, headerLine, columns);

    /// <summary>Places of the columns that have a meaning.</summary>
    protected IEnumerable<int> Places => _places.SelectMany(places => places).Order();

    /// <inheritdoc/>
    public override FieldValue this[FieldRole role]
    {
        get
        {
            FieldValue first = default;
            var isFirst = true;
            foreach (var place in _places[role])
            {
                var value = ValueAt(place, role);
                if (isFirst)
                    first = value;
                if (isFirst || !value.IsEmpty)
                    file.Columns.Use(columns[place], role);
                if (!value.IsEmpty || KnownColumns.IsIdentity(role))
                    return value;
                isFirst = false;
            }

            return first;
        }
    }

    /// <summary>Returns a field of the current record by the place of its column.</summary>
    protected abstract FieldValue ValueAt(int place, FieldRole role);
}

/// <summary>Records of a table in a text file.</summary>
internal sealed class DelimitedRecords(InputFile file, DelimitedReader table)
    : TableRecords(file, table.Columns, Math.Max(table.LineNumber, 1))
{
    private readonly (int Place, string Genre)[] _genres =
    [
        .. table.Columns.Select((name, place) => (place, name))
            .Where(column => column.name.StartsWith(KnownLayout.Genre, StringComparison.Ordinal))
            .Select(column => (column.place, column.name[KnownLayout.Genre.Length..])),
    ];

    /// <inheritdoc/>
    public override long LineNumber => table.LineNumber;

    /// <inheritdoc/>
    public override FieldValue this[FieldRole role]
        => role is FieldRole.Categories && _genres.Length > 0
            ? new FieldValue(string.Join('|', _genres.Where(genre => table.Field(genre.Place) == "1").Select(genre => genre.Genre)))
            : base[role];

    /// <inheritdoc/>
    public override bool Read() => table.Read();

    /// <inheritdoc/>
    public override void Dispose() => table.Dispose();

    /// <inheritdoc/>
    protected override FieldValue ValueAt(int place, FieldRole role)
    {
        // That an id is missing is said where ids are read.
        var isOptional = role is not (FieldRole.Time or FieldRole.Rating or FieldRole.Event);
        var text = isOptional ? table.OptionalField(place) : table.Field(place);

        // RecBole writes a list as words with spaces between them, or commas where the words have spaces themselves.
        if (role is FieldRole.Categories && KnownColumns.TypeOf(table.Columns[place]) == "token_seq" && !text.StartsWith('['))
            text = string.Join('|',
                text.Split(text.Contains(',', StringComparison.Ordinal) ? ',' : ' ').Select(level => level.Trim().Trim('\'', '"')));
        return new FieldValue(text);
    }
}

/// <summary>Records of a Parquet file.</summary>
internal sealed class ParquetRecords : TableRecords
{
    private readonly ParquetTable _table;
    private readonly Dictionary<int, int> _selected = [];

    /// <param name="file">The file.</param>
    /// <param name="table">Reads it.</param>
    public ParquetRecords(InputFile file, ParquetTable table)
        : base(file, table.Columns, headerLine: 1)
    {
        _table = table;
        List<string> names = [];
        foreach (var place in Places)
        {
            _selected[place] = names.Count;
            names.Add(table.Columns[place]);
        }

        table.Open(names);
    }

    /// <inheritdoc/>
    public override long LineNumber => _table.RowNumber;

    /// <inheritdoc/>
    public override bool Read() => _table.Read();

    /// <inheritdoc/>
    public override void Dispose() => _table.Dispose();

    /// <inheritdoc/>
    protected override FieldValue ValueAt(int place, FieldRole role) => new(_table.Cell(_selected[place]));
}
