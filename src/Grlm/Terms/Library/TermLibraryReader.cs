namespace Grlm;

/// <summary>
/// Reads the term library that the terms stage has left in a workspace: maps <c>term-index.bin</c> where it was made from the
/// <c>term-ids.parquet</c> beside it and this catalogue, else reads the table.
/// </summary>
public static class TermLibraryReader
{
    /// <summary>Reads the library.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue; an item of it that has no TID in the library stays without one.</param>
    /// <exception cref="MissingPrerequisiteException">There is none yet: <c>grlm terms</c> makes it.</exception>
    /// <exception cref="InvalidInputException">The library is damaged or belongs to another catalogue.</exception>
    public static TermLibrary Read(GrlmWorkspace workspace, Catalog catalog) => Read(workspace, catalog, DatasetReader.Read);

    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue.</param>
    /// <param name="readDataset">Reads the dataset, whose popular items come first in the index: called where that has to be made
    /// again.</param>
    internal static TermLibrary Read(GrlmWorkspace workspace, Catalog catalog, Func<GrlmWorkspace, Dataset> readDataset)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var files = workspace.FilesOf(ArtifactNames.Terms);
        var path = files.Find(ArtifactNames.TermIds)
            ?? throw new MissingPrerequisiteException(
                $"The workspace {workspace.Root} has no term library yet. Run stage 'terms' first.");
        var indexIsSound = files.IsSound(ArtifactNames.TermIndex);
        if (indexIsSound && TermIndexFile.TryOpen(workspace.PathOf(ArtifactNames.Terms), catalog) is { } mapped)
        {
            return mapped;
        }

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        var termIds = ReadAsync(path, catalog).GetAwaiter().GetResult();
        if (!indexIsSound && files.Lists(ArtifactNames.TermIndex))
        {
            MakeIndexAgain(workspace, catalog, termIds, readDataset);
        }

        return new TermLibrary(termIds);
    }

    /// <summary>Makes the index again. The table is sound, so that the library is; the index only makes it open faster.</summary>
    private static void MakeIndexAgain(
        GrlmWorkspace workspace, Catalog catalog, TermId?[] termIds, Func<GrlmWorkspace, Dataset> readDataset)
    {
        var path = workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIndex);
        using var held = WorkspaceLock.TryAcquire(workspace);
        if (held is null)
        {
            workspace.Notice?.Invoke($"{path} is damaged, and can't be written to now: the table beside it is read instead.");
            return;
        }

        var popularity = readDataset(workspace).Split.Training.Popularity(catalog.Count);
        TermIndexFile.Write(workspace.PathOf(ArtifactNames.Terms), catalog, termIds, popularity);
        workspace.Notice?.Invoke($"{path} was damaged, and has been made again from the table beside it.");
    }

    private static async Task<TermId?[]> ReadAsync(string path, Catalog catalog)
    {
        var termIds = new TermId?[catalog.Count];
        var length = 0;
        await foreach (var row in TermIdTable.ReadAsync(path, CancellationToken.None).ConfigureAwait(false))
        {
            length = length == 0 ? row.Terms.Count : length;
            if (!catalog.TryGetIndex(row.ItemId, out var item) || row.Terms.Count == 0 || row.Terms.Count != length)
            {
                throw new InvalidInputException(path, row.Line, $"item '{row.ItemId}' does not fit the catalogue.",
                    "Run stage 'terms' again.");
            }

            termIds[item] = new TermId([.. row.Terms]);
        }

        return termIds;
    }
}
