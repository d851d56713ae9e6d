using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;

namespace Grlm.Import;

/// <summary>Reads columns of a Parquet file as trimmed text, row by row in file order, through DuckDB.</summary>
internal sealed class ParquetTable : IDisposable
{
    private readonly InputFile _file;
    private readonly DuckDbSession _session;
    private readonly ImportProgress _progress;
    private readonly DuckDBConnection _connection;
    private readonly string _source;
    private readonly List<string> _columns = [];
    private readonly Dictionary<string, string> _types = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _rowCount;
    private long[] _exactTo = [];
    private DuckDBCommand? _command;
    private DbDataReader? _reader;

    /// <param name="file">The file to read.</param>
    /// <param name="session">The database that reads it.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <exception cref="InvalidInputException">This is no Parquet file.</exception>
    public ParquetTable(InputFile file, DuckDbSession session, ImportProgress progress)
    {
        (_file, _session, _progress, _source) = (file, session, progress, session.Source(file.Path));
        _connection = session.Connect();
        try
        {
            Select($"SELECT count(*) FROM {_source}");
            _reader!.Read();
            _rowCount = _reader.GetInt64(0);
            Select($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM {_source})");
            while (_reader!.Read())
            {
                _columns.Add(_reader.GetString(0));
                _types[_columns[^1]] = _reader.GetString(1);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>Gets the one-based number of the current row.</summary>
    public long RowNumber { get; private set; }

    /// <summary>Begins to read.</summary>
    /// <param name="columns">What <see cref="Field"/> and <see cref="Cell"/> give, in this order; a column that the file lacks is
    /// empty.</param>
    public void Open(IReadOnlyList<string> columns)
    {
        _exactTo = [.. columns.Select(column => ExactTo(_types.GetValueOrDefault(column, string.Empty)))];
        Select($"SELECT {string.Join(", ", columns.Select(TextOf))} FROM {_source}");
    }

    /// <summary>Moves to the next row; false at the end.</summary>
    public bool Read()
    {
        try
        {
            if (!_reader!.Read())
                return false;
        }
        catch (DuckDBException e)
        {
            throw Damaged(e);
        }

        RowNumber++;
        _progress.ReadTo((long)(_file.Length * ((double)RowNumber / _rowCount)));
        return true;
    }

    /// <summary>
    /// Returns the trimmed text of a field of the current row: lists as JSON, points in time as ISO 8601 in UTC, nothing as an empty text.
    /// </summary>
    public string Field(int place) => TrimmedText.Of(_reader!.GetString(place));

    /// <summary>Returns a field of the current row, which knows whether it is a number; what is not a number is nothing.</summary>
    public Cell Cell(int place)
        => Field(place) is var text && _exactTo[place] > 0 && text.Equals("nan", StringComparison.OrdinalIgnoreCase)
            ? string.Empty : new Cell(text, _exactTo[place]);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        _command?.Dispose();
        _connection.Dispose();
    }

    private static long ExactTo(string type) => type switch
    {
        "FLOAT" => Import.Cell.ExactInSingle,
        "DOUBLE" or "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER"
            or "UBIGINT" or "UHUGEINT"
            => Import.Cell.ExactInDouble,
        _ => type.StartsWith("DECIMAL", StringComparison.Ordinal) ? Import.Cell.ExactInDouble : 0,
    };

    private string TextOf(string column)
    {
        if (!_types.TryGetValue(column, out var type))
            return "''";
        var text = type switch
        {
            _ when type.EndsWith(']') => $"to_json(\"{column}\")",
            "TIMESTAMP WITH TIME ZONE" => $"(\"{column}\" AT TIME ZONE 'UTC')",
            _ => $"\"{column}\"",
        };
        return $"coalesce({text}::VARCHAR, '')";
    }

    private void Select(string sql)
    {
        _reader?.Dispose();
        _command?.Dispose();
        _command = _connection.CreateCommand();
        _command.CommandText = sql;
        _command.UseStreamingMode = true;
        try
        {
            _reader = _command.ExecuteReader();
        }
        catch (DuckDBException e)
        {
            throw Damaged(e);
        }
    }

    private InvalidInputException Damaged(DuckDBException cause)
        => new(
            $"{_file.Path}: this is not a Parquet file, or a damaged one ({_session.Explain(cause)}). " +
                $"Write it again, or give another form.", cause);
}

/// <summary>
/// Reads the items of a dataset that an import has written: its values stand as they are, and are not read a second time.
/// </summary>
internal static class StoredItems
{
    /// <summary>Returns the items, in catalogue order.</summary>
    public static IEnumerable<ItemRow> Read(InputFile file, ImportProgress progress, DuckDbSession session)
    {
        using var table = new ParquetTable(file, session, progress);
        table.Open(
        [
            DatasetColumns.ItemId, DatasetColumns.Title, DatasetColumns.Brand, DatasetColumns.Categories, DatasetColumns.Description,
            DatasetColumns.Domain,
            DatasetColumns.Price, DatasetColumns.Stock,
        ]);
        while (table.Read())
        {
            yield return new ItemRow(table.RowNumber, table.Field(0), table.Field(1), table.Field(2), table.Field(3), table.Field(4),
                table.Field(5))
            {
                Price = NumberOf(table.Field(6)),
                Stock = NumberOf(table.Field(7)),
            };
        }
    }

    private static double NumberOf(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Quantity.Unknown;
}
