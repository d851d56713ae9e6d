namespace Grlm.Import;

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
