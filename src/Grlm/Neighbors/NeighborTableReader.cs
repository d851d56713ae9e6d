using Parquet;
using Parquet.Data;

namespace Grlm;

/// <summary>Reads the neighbours of items that the embed stage has left in a workspace.</summary>
public static class NeighborTableReader
{
    /// <summary>Reads the neighbours.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <exception cref="MissingPrerequisiteException">There are none yet: <c>grlm embed</c> finds them.</exception>
    /// <exception cref="InvalidInputException">The file is damaged or belongs to another catalogue.</exception>
    public static NeighborTable Read(GrlmWorkspace workspace, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var path = workspace.PathOf(ArtifactNames.Neighbors, ArtifactNames.NeighborTable);
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"The workspace {workspace.Root} has no neighbours of items yet. Find them with 'grlm embed'.");
        }

        try
        {
            // The Parquet library only has an asynchronous face; on a local file nothing waits.
            return ReadAsync(path, catalog).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new InvalidInputException($"{path}: it is damaged or of another catalogue ({exception.Message}). Run 'grlm embed' again.", exception);
        }
    }

    private static async Task<NeighborTable> ReadAsync(string path, Catalog catalog)
    {
        var lists = new List<Neighbor>[catalog.Count];
        for (var item = 0; item < lists.Length; item++)
        {
            lists[item] = [];
        }

        await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
        foreach (var group in reader.RowGroups)
        {
            using var items = await ColumnAsync<ReadOnlyMemory<char>>(reader, group, "item_id").ConfigureAwait(false);
            using var neighbors = await ColumnAsync<ReadOnlyMemory<char>>(reader, group, "neighbor_id").ConfigureAwait(false);
            using var similarities = await ColumnAsync<float>(reader, group, "similarity").ConfigureAwait(false);
            for (var row = 0; row < items.Values.Length; row++)
            {
                var item = catalog.IndexOf(items.Values[row].ToString());
                lists[item].Add(new Neighbor(catalog.IndexOf(neighbors.Values[row].ToString()), similarities.Values[row]));
            }
        }

        return new NeighborTable(Array.ConvertAll(lists, list => list.ToArray()));
    }

    private static async Task<RawColumnData<T>> ColumnAsync<T>(ParquetReader reader, ParquetRowGroupReader group, string name)
        where T : struct
    {
        var field = Array.Find(reader.Schema.DataFields, field => field.Name == name) ?? throw new InvalidDataException($"there is no column '{name}'");
        return (RawColumnData<T>)await group.ReadRawColumnDataBaseAsync(field).ConfigureAwait(false);
    }
}
