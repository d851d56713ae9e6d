using Parquet;
using Parquet.Schema;

namespace Grlm.Reports;

/// <summary>Draws rows of <c>predictions.parquet</c>: of a large table only the row groups that hold one of them are read.</summary>
internal static class PredictionSample
{
    /// <summary>Draws rows.</summary>
    /// <param name="path">The table.</param>
    /// <param name="count">How many, or all where there are fewer.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="cancellationToken">Stops between row groups.</param>
    /// <returns>The rows in the table's order, and how many there are in all.</returns>
    /// <exception cref="InvalidInputException">The table is damaged.</exception>
    public static async Task<(IReadOnlyList<PredictionRow> Rows, long Total)> DrawAsync(
        string path, int count, int seed, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
            var total = reader.RowGroups.Sum(group => group.RowCount);
            var places = new Queue<long>(Places(total, count, seed));
            var rows = new List<PredictionRow>();
            long start = 0;
            foreach (var group in reader.RowGroups)
            {
                var end = start + group.RowCount;
                if (places.TryPeek(out var next) && next < end)
                {
                    await ReadAsync(reader, group, places, start, rows, cancellationToken);
                }

                start = end;
            }

            return (rows, total);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            throw new InvalidInputException(
                $"{path}: the file is damaged ({error.Message}) Run stage 'evaluate' from the beginning.", error);
        }
    }

    private static SortedSet<long> Places(long total, int count, int seed)
    {
        var random = new Random(seed);
        var places = new SortedSet<long>();
        while (places.Count < Math.Min(total, count))
        {
            places.Add(random.NextInt64(total));
        }

        return places;
    }

    private static async Task ReadAsync(
        ParquetReader reader, ParquetRowGroupReader group, Queue<long> places, long start, List<PredictionRow> rows,
        CancellationToken cancellationToken)
    {
        var users = await TextsAsync(Field(reader, PredictionFile.UserId), group, cancellationToken);
        var targets = await TextsAsync(Field(reader, PredictionFile.TargetId), group, cancellationToken);
        var ranks = new int?[group.RowCount];
        await group.ReadAsync<int>(Field(reader, PredictionFile.Rank), ranks, cancellationToken: cancellationToken);
        var itemIds = ListField(reader, PredictionFile.ItemIds)
            ?? throw new InvalidDataException($"there is no column '{PredictionFile.ItemIds}'");
        var items = await ParquetStringList.ReadAsync(group, itemIds, cancellationToken);
        var sources = ListField(reader, PredictionFile.Sources) is { } field
            ? await ParquetStringList.ReadAsync(group, field, cancellationToken) : [];
        while (places.TryPeek(out var place) && place < start + group.RowCount)
        {
            var row = (int)(places.Dequeue() - start);
            rows.Add(new PredictionRow(users[row], targets[row], ranks[row], items[row], sources.Count > 0 ? sources[row] : []));
        }
    }

    private static async Task<string[]> TextsAsync(DataField field, ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        var texts = new string[group.RowCount];
        await group.ReadAsync(field, texts, cancellationToken: cancellationToken);
        return texts;
    }

    private static DataField Field(ParquetReader reader, string name)
        => Array.Find(reader.Schema.DataFields, field => field.Name == name)
            ?? throw new InvalidDataException($"there is no column '{name}'");

    private static DataField? ListField(ParquetReader reader, string name)
        => Array.Find(reader.Schema.DataFields, field => field.Path.FirstPart == name);
}

/// <summary>Describes one row of <c>predictions.parquet</c>.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Target">Id of the item that was to be predicted.</param>
/// <param name="Rank">Its place in the list, from 1; null where it is not in it.</param>
/// <param name="Items">Ids of the recommended items, best first.</param>
/// <param name="Sources">How each of them came into the list; empty in tables of older versions.</param>
internal sealed record PredictionRow(string User, string Target, int? Rank, IReadOnlyList<string> Items, IReadOnlyList<string> Sources);
