using System.Text.Json;
using Parquet;
using Parquet.Schema;

namespace Grlm;

/// <summary>
/// Holds what an embed run has made: a vector and the nearest items of each item, and the text that they were made from. Immutable.
/// </summary>
internal sealed class EmbeddedItems
{
    private const string ItemId = "item_id", TextHash = "text_hash";

    private static readonly ParquetSchema _schema = new(
        new DataField<string>(ItemId, nullable: false), new DataField<string>(TextHash, nullable: false));

    private readonly string[] _textHashes;
    private readonly Dictionary<string, int> _rowOfItem;

    private EmbeddedItems(string[] itemIds, string[] textHashes, VectorMatrix vectors, NeighborTable neighbors, NeighborSearchReport search)
    {
        (_textHashes, Vectors, Neighbors, Search) = (textHashes, vectors, neighbors, search);
        _rowOfItem = itemIds.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
    }

    /// <summary>Gets the vectors, a row each.</summary>
    public VectorMatrix Vectors { get; }

    /// <summary>Gets the nearest rows of each row.</summary>
    public NeighborTable Neighbors { get; }

    /// <summary>Gets how the neighbours were found.</summary>
    public NeighborSearchReport Search { get; }

    /// <summary>Returns the row of an item whose text is still that one; -1 for none.</summary>
    public int RowOf(string itemId, string text)
        => _rowOfItem.TryGetValue(itemId, out var row) && _textHashes[row] == Hashing.OfText(text) ? row : -1;

    /// <summary>Notes which item and text each row of the vectors belongs to.</summary>
    public static async Task WriteTextsAsync(string path, Catalog catalog, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(_schema, stream, cancellationToken: cancellationToken);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(_schema.DataFields[0], catalog.Select(item => item.Id).ToArray());
        await group.WriteAsync(_schema.DataFields[1], texts.Select(Hashing.OfText).ToArray());
    }

    /// <summary>Reads what is in a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="options">The options of the run that wants to keep it.</param>
    /// <param name="modelFiles">The files that the provider's vectors depend on.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>Null where there is nothing, or where other options or another model would have made other vectors.</returns>
    /// <exception cref="InvalidInputException">A file of the artifact is damaged.</exception>
    public static async Task<EmbeddedItems?> TryReadAsync(
        GrlmWorkspace workspace, EmbedOptions options, IReadOnlyList<string> modelFiles, CancellationToken cancellationToken)
    {
        var folder = workspace.PathOf(ArtifactNames.Neighbors);
        if (Manifest.TryRead(folder, ArtifactNames.Neighbors) is not { } manifest
            || !IsMadeAlike(manifest.Options.Deserialize<EmbedOptions>(WorkspaceJson.Options)!, options)
            || !manifest.Outputs.ContainsKey(ArtifactNames.EmbeddedTexts))
        {
            return null;
        }

        foreach (var file in modelFiles)
        {
            if (!manifest.Inputs.Values.Contains(await Hashing.OfFileAsync(file, onRead: null, cancellationToken)))
            {
                return null;
            }
        }

        return await ReadAsync(workspace.FilesOf(ArtifactNames.Neighbors).Folder(),
            manifest.Result.Deserialize<EmbedReport>(WorkspaceJson.Options)!.Search, cancellationToken);
    }

    private static bool IsMadeAlike(EmbedOptions before, EmbedOptions now)
        => WorkspaceJson.Canonical(before with { Keep = false }) == WorkspaceJson.Canonical(now with { Keep = false });

    private static async Task<EmbeddedItems> ReadAsync(string folder, NeighborSearchReport search, CancellationToken cancellationToken)
    {
        var (itemIds, hashes) = await ReadTextsAsync(Path.Combine(folder, ArtifactNames.EmbeddedTexts), cancellationToken);
        var vectors = MatrixFile.Read(Path.Combine(folder, ArtifactNames.Embeddings), ArtifactNames.EmbeddingsTensor);
        if (vectors.Count != itemIds.Length)
        {
            throw Damaged(folder, $"{vectors.Count} vectors don't go with {itemIds.Length} items");
        }

        var rows = itemIds.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        var table = await NeighborTableFile.ByText.ReadAsync(
            Path.Combine(folder, ArtifactNames.NeighborTable), itemIds.Length, id => rows[id]);
        return new EmbeddedItems(itemIds, hashes, vectors, table, search);
    }

    private static async Task<(string[] ItemIds, string[] Hashes)> ReadTextsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(path, cancellationToken: cancellationToken);
            using var group = reader.OpenRowGroupReader(0);
            using var itemIds = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, ItemId);
            using var hashes = await ParquetColumn.ReadAsync<ReadOnlyMemory<char>>(reader, group, TextHash);
            return ([.. itemIds.Values.ToArray().Select(id => id.ToString())],
                [.. hashes.Values.ToArray().Select(hash => hash.ToString())]);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            // Damage shows in many places of the decoder, as many kinds of exception; the remedy is the same.
            throw Damaged(path, error.Message, error);
        }
    }

    private static InvalidInputException Damaged(string path, string problem, Exception? error = null)
        => new($"{path}: it is damaged ({problem}). Run stage 'embed' without option 'keep'.", error);
}

/// <summary>Says which items of a catalogue have their vectors and neighbours from a run before, and which are new.</summary>
internal sealed class KeptRows
{
    private const int New = -1;

    private readonly int[] _rowBefore;
    private readonly int[] _newItems;

    /// <param name="catalog">The items.</param>
    /// <param name="texts">Their texts.</param>
    /// <param name="before">What the run before has made; null to keep nothing.</param>
    public KeptRows(Catalog catalog, IReadOnlyList<string> texts, EmbeddedItems? before)
    {
        Before = before;
        _rowBefore = [.. Enumerable.Range(0, catalog.Count).Select(item => before?.RowOf(catalog[item].Id, texts[item]) ?? New)];
        _newItems = [.. Enumerable.Range(0, catalog.Count).Where(item => _rowBefore[item] == New)];
        NewTexts = [.. _newItems.Select(item => texts[item])];
    }

    /// <summary>Gets what the run before has made; null where nothing is kept.</summary>
    public EmbeddedItems? Before { get; }

    /// <summary>Gets the texts that need a vector.</summary>
    public IReadOnlyList<string> NewTexts { get; }

    /// <summary>Items whose vectors are kept.</summary>
    public int KeptCount => _rowBefore.Length - _newItems.Length;

    /// <summary>Returns the vectors of all items.</summary>
    /// <param name="made">Those of <see cref="NewTexts"/>.</param>
    /// <exception cref="InvalidInputException">They are of another width than those that are kept.</exception>
    public VectorMatrix Merge(VectorMatrix made)
    {
        if (Before is null)
        {
            return made;
        }

        var all = new VectorMatrix(_rowBefore.Length, Before.Vectors.Width);
        for (var item = 0; item < _rowBefore.Length; item++)
        {
            if (_rowBefore[item] != New)
            {
                Before.Vectors[_rowBefore[item]].CopyTo(all[item]);
            }
        }

        for (var place = 0; place < made.Count; place++)
        {
            // Where no new text has a letter, the vectors are zeros of no particular width.
            if (made.Width == all.Width)
            {
                made[place].CopyTo(all[_newItems[place]]);
            }
            else if (made[place].ContainsAnyExcept(0f))
            {
                throw new InvalidInputException(
                    $"The embedding provider makes vectors of {made.Width} numbers, and those to keep have {all.Width}. " +
                        $"Run stage 'embed' without option 'keep'.");
            }
        }

        return all;
    }

    /// <summary>
    /// Returns the neighbours of all items: new ones for new items, and for those with a neighbour that is not what it was.
    /// </summary>
    public (NeighborTable Table, NeighborSearchReport Report) FindNeighbors(
        VectorMatrix vectors, NeighborSearchOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var search = new NeighborSearch(options);
        if (Before is null)
        {
            return search.FindAll(vectors, progress, cancellationToken);
        }

        var lists = KeptLists(Math.Min(options.Count, vectors.Count - 1));
        int[] missing = [.. Enumerable.Range(0, lists.Length).Where(item => lists[item] is null)];
        var found = search.FindOf(vectors, missing, progress, cancellationToken);
        for (var place = 0; place < missing.Length; place++)
        {
            lists[missing[place]] = found[place];
        }

        return (new NeighborTable(lists!), Before.Search);
    }

    private Neighbor[]?[] KeptLists(int length)
    {
        var itemOfRow = new int[Before!.Vectors.Count];
        Array.Fill(itemOfRow, New);
        for (var item = 0; item < _rowBefore.Length; item++)
        {
            if (_rowBefore[item] != New)
            {
                itemOfRow[_rowBefore[item]] = item;
            }
        }

        return Array.ConvertAll(_rowBefore, row =>
        {
            Neighbor[] list = row == New ? [] : Before.Neighbors.Of(row).ToArray();
            return list.Length == length && Array.TrueForAll(list, neighbor => itemOfRow[neighbor.Item] != New)
                ? Array.ConvertAll(list, neighbor => neighbor with { Item = itemOfRow[neighbor.Item] })
                : null;
        });
    }
}
