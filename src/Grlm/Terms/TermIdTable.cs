using System.Globalization;
using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace Grlm;

/// <summary>Term IDs as a Parquet table: <c>item_id</c> and the list column <c>terms</c>.</summary>
internal static class TermIdTable
{
    private const string ItemId = "item_id", Terms = "terms";
    private const int RowsInGroup = 65_536;

    // Whole numbers that a double and a float hold.
    private const long ExactInDouble = 1L << 53, ExactInSingle = 1L << 24;

    /// <summary>Reads the rows of a table that was written here or by another program.</summary>
    /// <exception cref="InvalidInputException">It is not Parquet, or it lacks one of the columns.</exception>
    public static async IAsyncEnumerable<TermIdRow> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = UserFile.Open(path);
        await using var reader = await DecodeAsync(path, () =>
        {
            ParquetLayout.Check(stream);
            stream.Position = 0;
            return ParquetReader.CreateAsync(stream, cancellationToken: cancellationToken);
        });
        var fields = await DecodeAsync(path, () => Task.FromResult(reader.Schema.GetDataFields()));
        var (itemId, terms) = (Field(path, fields, ItemId, repeated: false), Field(path, fields, Terms, repeated: true));
        var row = 0;
        foreach (var group in reader.RowGroups)
        {
            var (itemIds, lists) = await DecodeAsync(path, async () =>
            {
                var itemIds = await ReadIdsAsync(group, itemId, cancellationToken);
                var lists = await ParquetStringList.ReadAsync(group, terms, cancellationToken);
                return lists.Count == itemIds.Length ? (itemIds, lists) : throw new InvalidDataException("columns of different lengths");
            });
            for (var place = 0; place < itemIds.Length; place++)
            {
                yield return new TermIdRow(++row, itemIds[place] ?? string.Empty, lists[place]);
            }
        }
    }

    /// <summary>Writes the TIDs of the items that have one, in catalogue order.</summary>
    public static async Task WriteAsync(string path, Catalog catalog, IReadOnlyList<TermId?> termIds, CancellationToken cancellationToken)
    {
        var schema = new ParquetSchema(new DataField<string>(ItemId, nullable: false), ParquetStringList.Field(Terms));
        using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancellationToken);
        var covered = Enumerable.Range(0, catalog.Count).Where(item => termIds[item] is not null);
        foreach (var chunk in covered.Chunk(RowsInGroup))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], chunk.Select(item => catalog[item].Id).ToArray());
            await ParquetStringList.WriteAsync(
                group, schema.DataFields[1], chunk.Select(item => (IReadOnlyList<string>)termIds[item]!.Terms), cancellationToken);
        }
    }

    private static async Task<T> DecodeAsync<T>(string path, Func<Task<T>> decode)
    {
        try
        {
            return await decode();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: it is not a Parquet file, or it is damaged{ParquetLayout.Detail(exception)}. Write it again.", exception);
        }
    }

    private static Task<string?[]> ReadIdsAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
        => Type.GetTypeCode(field.ClrType) switch
        {
            TypeCode.Int32 => ReadNumbersAsync<int>(group, field, ExactInDouble, cancellationToken),
            TypeCode.Int64 => ReadNumbersAsync<long>(group, field, ExactInDouble, cancellationToken),
            TypeCode.UInt32 => ReadNumbersAsync<uint>(group, field, ExactInDouble, cancellationToken),
            TypeCode.UInt64 => ReadNumbersAsync<ulong>(group, field, ExactInDouble, cancellationToken),
            TypeCode.Single => ReadNumbersAsync<float>(group, field, ExactInSingle, cancellationToken),
            TypeCode.Double => ReadNumbersAsync<double>(group, field, ExactInDouble, cancellationToken),
            TypeCode.Decimal => ReadNumbersAsync<decimal>(group, field, ExactInDouble, cancellationToken),
            _ => ReadTextsAsync(group, field, cancellationToken),
        };

    private static async Task<string?[]> ReadTextsAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken)
    {
        var texts = new string?[group.RowCount];
        await group.ReadAsync(field, texts, cancellationToken: cancellationToken);
        return texts;
    }

    // What is no whole number stays as it is written, and is then no item of the catalogue.
    private static async Task<string?[]> ReadNumbersAsync<T>(
        ParquetRowGroupReader group, DataField field, long exactTo, CancellationToken cancellationToken)
        where T : struct, IFormattable
    {
        var numbers = new T?[group.RowCount];
        if (field.IsNullable)
        {
            await group.ReadAsync<T>(field, numbers.AsMemory(), cancellationToken: cancellationToken);
        }
        else
        {
            var present = new T[group.RowCount];
            await group.ReadAsync<T>(field, present.AsMemory(), cancellationToken: cancellationToken);
            numbers = Array.ConvertAll(present, number => (T?)number);
        }

        return Array.ConvertAll(numbers,
            number => number?.ToString(null, CultureInfo.InvariantCulture) is { } text
                ? (WholeNumber.TryRead(text, exactTo, out var digits) ? digits : text) : null);
    }

    private static DataField Field(string path, DataField[] fields, string name, bool repeated)
    {
        var field = Array.Find(fields, field => field.Path.FirstPart == name);
        var isText = field?.ClrType == typeof(ReadOnlyMemory<char>);
        var isNumber = !repeated
            && Type.GetTypeCode(field?.ClrType) is TypeCode.Int32 or TypeCode.Int64 or TypeCode.UInt32 or TypeCode.UInt64
                or TypeCode.Single or TypeCode.Double or TypeCode.Decimal;
        return field is not null && (isText || isNumber) && field.MaxRepetitionLevel == (repeated ? 1 : 0)
            ? field
            : throw new InvalidInputException(
                $"{path}: there is no column '{name}' of {(repeated ? "lists of texts" : "texts or numbers")}. " +
                    $"A table of term IDs has 'item_id' and 'terms'.");
    }
}

/// <summary>Describes one entry of a term-ID file as it stands there.</summary>
/// <param name="Line">One-based line, or row in a table.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Terms">What is given as its terms, not normalised.</param>
/// <param name="Problem">Why the terms cannot be read; null where they can.</param>
internal readonly record struct TermIdRow(long Line, string ItemId, IReadOnlyList<string> Terms, string? Problem = null);
