using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Grlm.Internal;

/// <summary>
/// Holds a Parquet column of lists of texts, as DuckDB (<c>VARCHAR[]</c>), Spark and pandas read it, written and read by its definition and
/// repetition levels: the serializer of the library makes no difference between an empty list and none.
/// </summary>
public static class ParquetStringList
{
    private const int EmptyList = 1, Element = 2;

    /// <summary>Returns the column's field: a list that may be empty, of texts that are never null.</summary>
    public static ListField Field(string name) => new(name, new DataField<string>(ListField.ElementName, nullable: false));

    /// <summary>Writes the lists of one row group.</summary>
    public static async Task WriteAsync(
        ParquetRowGroupWriter group, DataField element, IEnumerable<IReadOnlyList<string>> lists, CancellationToken cancellationToken)
    {
        var (values, definition, repetition) = (new List<ReadOnlyMemory<char>>(), new List<int>(), new List<int>());
        foreach (var list in lists)
        {
            definition.Add(list.Count == 0 ? EmptyList : Element);
            definition.AddRange(Enumerable.Repeat(Element, Math.Max(list.Count - 1, 0)));
            repetition.Add(0);
            repetition.AddRange(Enumerable.Repeat(1, Math.Max(list.Count - 1, 0)));
            values.AddRange(list.Select(text => text.AsMemory()));
        }

        await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(element, values.ToArray(), definition.ToArray(), repetition.ToArray(),
            cancellationToken);
    }

    /// <summary>Reads the lists of one row group; a missing list is empty, a missing text is empty.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(
        ParquetRowGroupReader group, DataField element, CancellationToken cancellationToken)
    {
        var count = checked((int)group.GetMetadata(element)!.MetaData!.NumValues);
        var (values, definition, repetition) = (new ReadOnlyMemory<char>[count], new int[count], new int[count]);
        await group.ReadRawAsync(element, values.AsMemory(), definition.AsMemory(), repetition.AsMemory(), cancellationToken);
        var present = element.MaxDefinitionLevel;
        var lists = new List<List<string>>();
        var next = 0;
        for (var place = 0; place < count; place++)
        {
            if (repetition[place] == 0)
            {
                lists.Add([]);
            }

            if (definition[place] == present)
            {
                lists[^1].Add(values[next++].ToString());
            }
            else if (element.IsNullable && definition[place] == present - 1)
            {
                lists[^1].Add(string.Empty);
            }
        }

        return lists;
    }
}

/// <summary>Holds a plain column of a Parquet table, read without making an object of each value.</summary>
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
