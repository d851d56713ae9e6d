using Parquet;
using Parquet.Data;

namespace Grlm;

/// <summary>A plain column of a Parquet table, read without making an object of each value.</summary>
internal static class ParquetColumn
{
    /// <summary>Reads a column of one row group.</summary>
    /// <typeparam name="T">Type of its values, which are never null; <c>ReadOnlyMemory&lt;char&gt;</c> for text.</typeparam>
    /// <exception cref="InvalidDataException">There is no such column, or not of that type, or it has rows without a value.</exception>
    public static async Task<RawColumnData<T>> ReadAsync<T>(ParquetReader reader, ParquetRowGroupReader group, string column)
        where T : struct
    {
        var field = Array.Find(reader.Schema.DataFields, field => field.Name == column)
            ?? throw new InvalidDataException($"there is no column '{column}'");
        var data = await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
        if (data is RawColumnData<T> values && values.Values.Length == group.RowCount)
            return values;
        data.Dispose();
        throw new InvalidDataException($"column '{column}' has another type, or rows without a value");
    }
}
