namespace Grlm.Import;

/// <summary>Records of a table: every record has the same columns. Of several columns of one meaning the first that holds something counts.</summary>
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

    /// <summary>A field of the current record by the place of its column.</summary>
    protected abstract FieldValue ValueAt(int place, FieldRole role);
}
