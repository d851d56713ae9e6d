using Parquet;
using Parquet.Schema;

namespace Grlm.Internal;

/// <summary>Reads the behavioural neighbours that the rank stage has left in a workspace.</summary>
public static class SimilarItemsReader
{
    /// <summary>Reads the neighbours of every item.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <exception cref="MissingPrerequisiteException">There are none yet: <c>grlm rank</c> makes them.</exception>
    /// <exception cref="InvalidInputException">The table is damaged or belongs to another catalogue.</exception>
    public static SimilarItems Read(GrlmWorkspace workspace, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var path = workspace.FilesOf(ArtifactNames.Ranker).Find(ArtifactNames.SimilarItems)
            ?? throw new MissingPrerequisiteException(
                $"The workspace {workspace.Root} has no behavioural neighbours yet. Run stage 'rank' first.");

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return SimilarItemsFile.ReadAsync(path, catalog).GetAwaiter().GetResult();
    }
}

/// <summary>
/// Behavioural neighbours as a Parquet table, a row a pair: <c>item_id, similar_item_id, rank</c> (from 1)<c>, score</c>; in catalogue
/// order, strongest first.
/// </summary>
public static class SimilarItemsFile
{
    private const string ItemId = "item_id", SimilarItemId = "similar_item_id", Rank = "rank", Score = "score";
    private const int ItemsInGroup = 16_384;

    private static readonly ParquetSchema _schema = new(
        new DataField<string>(ItemId, nullable: false),
        new DataField<string>(SimilarItemId, nullable: false),
        new DataField<int>(Rank, nullable: false),
        new DataField<float>(Score, nullable: false));

    /// <summary>Writes the table.</summary>
    public static void Write(string path, Catalog catalog, SimilarItems similar, CancellationToken cancellationToken)
        => WriteAsync(path, catalog, similar, cancellationToken).GetAwaiter().GetResult(); // on a local file nothing waits

    private static async Task WriteAsync(string path, Catalog catalog, SimilarItems similar, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(_schema, stream, cancellationToken: cancellationToken);
        foreach (var items in Enumerable.Range(0, similar.Count).Chunk(ItemsInGroup))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int Item, int Rank, SimilarItem Similar)[] rows =
                [.. items.SelectMany(item => similar.Of(item).ToArray().Select((one, place) => (item, place + 1, one)))];
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(_schema.DataFields[0], Array.ConvertAll(rows, row => catalog[row.Item].Id));
            await group.WriteAsync(_schema.DataFields[1], Array.ConvertAll(rows, row => catalog[row.Similar.Item].Id));
            await group.WriteAsync<int>(_schema.DataFields[2], Array.ConvertAll(rows, row => row.Rank),
                cancellationToken: cancellationToken);
            await group.WriteAsync<float>(_schema.DataFields[3], Array.ConvertAll(rows, row => row.Similar.Score),
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>Reads the table of a catalogue.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or of another catalogue.</exception>
    public static async Task<SimilarItems> ReadAsync(string path, Catalog catalog)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
            var lists = new List<SimilarItem>[catalog.Count];
            foreach (var group in reader.RowGroups)
            {
                using var items = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, ItemId).ConfigureAwait(false);
                using var similar = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, SimilarItemId).ConfigureAwait(false);
                using var ranks = await ParquetColumn.ReadAsync<int>(reader, group, Rank).ConfigureAwait(false);
                using var scores = await ParquetColumn.ReadAsync<float>(reader, group, Score).ConfigureAwait(false);
                for (var row = 0; row < items.Values.Length; row++)
                {
                    var list = lists[catalog.IndexOf(items.Values[row].ToString())] ??= [];
                    list.Add(new SimilarItem(catalog.IndexOf(similar.Values[row].ToString()), scores.Values[row]));
                    if (ranks.Values[row] != list.Count)
                    {
                        throw new InvalidDataException($"the neighbours of item '{items.Values[row]}' are not in order");
                    }
                }
            }

            return new SimilarItems(Array.ConvertAll(lists, list => list?.ToArray() ?? []));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: it is damaged or of another catalogue ({error.Message}). Run stage 'rank' again.", error);
        }
    }
}
