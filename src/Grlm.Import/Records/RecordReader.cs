namespace Grlm.Import;

/// <summary>
/// A file as records, one by one, whose fields are asked for by what they mean: the readers of items and interactions know nothing of forms and names.
/// </summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>One-based line, or row of Parquet, of the current record.</summary>
    public abstract long LineNumber { get; }

    /// <summary>Moves to the next record that can be read; false at the end.</summary>
    public abstract bool Read();

    /// <summary>A field of the current record; empty where it has none of this meaning.</summary>
    public abstract FieldValue this[FieldRole role] { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="faults">Told of records that cannot be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="session">The database that reads Parquet.</param>
    /// <exception cref="GrlmException">The file cannot be opened, or lacks a column that must be there.</exception>
    public static RecordReader Open(InputFile file, RowFaults faults, ImportProgress progress, DuckDbSession session) => file.Form.Format switch
    {
        InputFormat.JsonLines or InputFormat.PythonLines => new JsonRecords(file, new LineReader(file, faults, progress), faults),
        InputFormat.JsonElements => new JsonRecords(file, new JsonElementReader(file, faults, progress), faults),
        InputFormat.Parquet => new ParquetRecords(file, new ParquetTable(file, session, progress)),
        _ => new DelimitedRecords(file, new DelimitedReader(file, faults, progress)),
    };

    /// <inheritdoc/>
    public abstract void Dispose();
}
