using Parquet;
using Parquet.Schema;

namespace Grlm.Internal;

/// <summary>Reads the neighbours that the embed stage has left in a workspace.</summary>
public static class NeighborTableReader
{
    /// <summary>Reads the neighbours of every item.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <exception cref="MissingPrerequisiteException">There are none yet: <c>grlm embed</c> makes them.</exception>
    /// <exception cref="InvalidInputException">The table is damaged or belongs to another catalogue.</exception>
    public static NeighborTable Read(GrlmWorkspace workspace, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var path = workspace.FilesOf(ArtifactNames.Neighbors).Find(ArtifactNames.NeighborTable)
            ?? throw new MissingPrerequisiteException(
                $"The workspace {workspace.Root} has no neighbours yet. Run stage 'embed' first.");

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return NeighborTableFile.ReadAsync(path, catalog).GetAwaiter().GetResult();
    }
}

/// <summary>
/// Neighbours as a Parquet table, a row a pair: <c>item_id, neighbor_id, rank</c> (from 1)<c>, similarity</c>; in catalogue order, nearest
/// first.
/// </summary>
internal static class NeighborTableFile
{
    private const string ItemId = "item_id", NeighborId = "neighbor_id", Rank = "rank", Similarity = "similarity";
    private const int ItemsInGroup = 16_384;

    private static readonly ParquetSchema _schema = new(
        new DataField<string>(ItemId, nullable: false),
        new DataField<string>(NeighborId, nullable: false),
        new DataField<int>(Rank, nullable: false),
        new DataField<float>(Similarity, nullable: false));

    /// <summary>Writes the table.</summary>
    public static async Task WriteAsync(string path, Catalog catalog, NeighborTable table, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(_schema, stream, cancellationToken: cancellationToken);
        foreach (var items in Enumerable.Range(0, table.Count).Chunk(ItemsInGroup))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int Item, int Rank, Neighbor Neighbor)[] rows =
                [.. items.SelectMany(item => table.Of(item).ToArray().Select((neighbor, place) => (item, place + 1, neighbor)))];
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(_schema.DataFields[0], Array.ConvertAll(rows, row => catalog[row.Item].Id));
            await group.WriteAsync(_schema.DataFields[1], Array.ConvertAll(rows, row => catalog[row.Neighbor.Item].Id));
            await group.WriteAsync<int>(_schema.DataFields[2], Array.ConvertAll(rows, row => row.Rank),
                cancellationToken: cancellationToken);
            await group.WriteAsync<float>(_schema.DataFields[3], Array.ConvertAll(rows, row => row.Neighbor.Similarity),
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>Reads the table of a catalogue.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or of another catalogue.</exception>
    public static Task<NeighborTable> ReadAsync(string path, Catalog catalog) => ReadAsync(path, catalog.Count, catalog.IndexOf);

    /// <summary>Reads a table whose items are those of a list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many items there are.</param>
    /// <param name="indexOf">Index of an item by its id; throws for one that there is not.</param>
    /// <exception cref="InvalidInputException">It is damaged, or has other items.</exception>
    public static async Task<NeighborTable> ReadAsync(string path, int count, Func<string, int> indexOf)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
            var lists = new List<Neighbor>[count];
            foreach (var group in reader.RowGroups)
            {
                using var items = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, ItemId).ConfigureAwait(false);
                using var neighbors = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, NeighborId).ConfigureAwait(false);
                using var ranks = await ParquetColumn.ReadAsync<int>(reader, group, Rank).ConfigureAwait(false);
                using var similarities = await ParquetColumn.ReadAsync<float>(reader, group, Similarity).ConfigureAwait(false);
                for (var row = 0; row < items.Values.Length; row++)
                {
                    var list = lists[indexOf(items.Values[row].ToString())] ??= [];
                    list.Add(new Neighbor(indexOf(neighbors.Values[row].ToString()), similarities.Values[row]));
                    if (ranks.Values[row] != list.Count)
                    {
                        throw new InvalidDataException($"the neighbours of item '{items.Values[row]}' are not in order");
                    }
                }
            }

            return new NeighborTable(Array.ConvertAll(lists, list => list?.ToArray() ?? []));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw new InvalidInputException(
                $"{path}: it is damaged or of another catalogue ({error.Message}). Run stage 'embed' again.", error);
        }
    }
}
