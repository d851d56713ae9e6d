using Parquet;
using Parquet.Schema;

namespace Grlm.Internal;

/// <summary>
/// Neighbours as a Parquet table, a row a pair: <c>item_id</c>, the neighbour's id, <c>rank</c> (from 1), how near it is; in catalogue
/// order, nearest first.
/// </summary>
public sealed class NeighborTableFile
{
    private const string ItemId = "item_id", Rank = "rank";
    private const int ItemsInGroup = 16_384;

    private readonly string _artifact;
    private readonly string _file;
    private readonly string _what;
    private readonly string _stage;
    private readonly ParquetSchema _schema;

    private NeighborTableFile(string artifact, string file, string what, string stage, string neighborId, string score)
    {
        (_artifact, _file, _what, _stage) = (artifact, file, what, stage);
        _schema = new ParquetSchema(
            new DataField<string>(ItemId, nullable: false),
            new DataField<string>(neighborId, nullable: false),
            new DataField<int>(Rank, nullable: false),
            new DataField<float>(score, nullable: false));
    }

    /// <summary>Gets the items whose texts are alike: <c>item_id, neighbor_id, rank, similarity</c>.</summary>
    public static NeighborTableFile ByText { get; } =
        new(ArtifactNames.Neighbors, ArtifactNames.NeighborTable, "neighbours", "embed", "neighbor_id", "similarity");

    /// <summary>Gets the items that users turn to around another one: <c>item_id, similar_item_id, rank, score</c>.</summary>
    public static NeighborTableFile ByBehavior { get; } =
        new(ArtifactNames.Ranker, ArtifactNames.SimilarItems, "behavioural neighbours", "rank", "similar_item_id", "score");

    /// <summary>Reads the neighbours of every item of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <exception cref="MissingPrerequisiteException">There are none yet; the message names the stage that makes them.</exception>
    /// <exception cref="InvalidInputException">The table is damaged or belongs to another catalogue.</exception>
    public NeighborTable Read(GrlmWorkspace workspace, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var path = workspace.FilesOf(_artifact).Find(_file)
            ?? throw new MissingPrerequisiteException($"The workspace {workspace.Root} has no {_what} yet. Run stage '{_stage}' first.");

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return ReadAsync(path, catalog).GetAwaiter().GetResult();
    }

    /// <summary>Writes the table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="table">Their neighbours.</param>
    /// <param name="cancellationToken">Stops between two groups of rows.</param>
    public async Task WriteAsync(string path, Catalog catalog, NeighborTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(table);
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
            await group.WriteAsync<float>(_schema.DataFields[3], Array.ConvertAll(rows, row => row.Neighbor.Score),
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>Reads the table of a catalogue.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalog">The items.</param>
    /// <exception cref="InvalidInputException">It is damaged, or of another catalogue.</exception>
    public Task<NeighborTable> ReadAsync(string path, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ReadAsync(path, catalog.Count, catalog.IndexOf);
    }

    /// <summary>Reads a table whose items are those of a list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="count">How many items there are.</param>
    /// <param name="indexOf">Index of an item by its id; throws for one that there is not.</param>
    /// <exception cref="InvalidInputException">It is damaged, or has other items.</exception>
    public async Task<NeighborTable> ReadAsync(string path, int count, Func<string, int> indexOf)
    {
        ArgumentNullException.ThrowIfNull(indexOf);
        string[] columns = [.. _schema.DataFields.Select(field => field.Name)];
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path).ConfigureAwait(false);
            var lists = new List<Neighbor>[count];
            foreach (var group in reader.RowGroups)
            {
                using var items = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, columns[0]).ConfigureAwait(false);
                using var neighbors = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, columns[1]).ConfigureAwait(false);
                using var ranks = await ParquetColumn.ReadAsync<int>(reader, group, columns[2]).ConfigureAwait(false);
                using var scores = await ParquetColumn.ReadAsync<float>(reader, group, columns[3]).ConfigureAwait(false);
                for (var row = 0; row < items.Values.Length; row++)
                {
                    var list = lists[indexOf(items.Values[row].ToString())] ??= [];
                    list.Add(new Neighbor(indexOf(neighbors.Values[row].ToString()), scores.Values[row]));
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
                $"{path}: it is damaged or of another catalogue ({error.Message}). Run stage '{_stage}' again.", error);
        }
    }
}
