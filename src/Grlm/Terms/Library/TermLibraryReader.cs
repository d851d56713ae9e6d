namespace Grlm;

/// <summary>
/// Reads the term library that the terms stage has left in a workspace: maps <c>term-index.bin</c> where it was made from the <c>term-ids.parquet</c>
/// beside it and this catalogue, else reads the table.
/// </summary>
public static class TermLibraryReader
{
    /// <summary>Reads the library.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="catalog">Its catalogue; an item of it that has no TID in the library stays without one.</param>
    /// <exception cref="MissingPrerequisiteException">There is none yet: <c>grlm terms</c> makes it.</exception>
    /// <exception cref="InvalidInputException">The library is damaged or belongs to another catalogue.</exception>
    public static TermLibrary Read(GrlmWorkspace workspace, Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        var path = workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds);
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"The workspace {workspace.Root} has no term library yet. Make it with 'grlm terms'.");
        }

        if (TermIndexFile.TryOpen(workspace.PathOf(ArtifactNames.Terms), catalog) is { } mapped)
        {
            return mapped;
        }

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return ReadAsync(path, catalog).GetAwaiter().GetResult();
    }

    private static async Task<TermLibrary> ReadAsync(string path, Catalog catalog)
    {
        var termIds = new TermId?[catalog.Count];
        var length = 0;
        await foreach (var row in TermIdTable.ReadAsync(path, CancellationToken.None).ConfigureAwait(false))
        {
            length = length == 0 ? row.Terms.Count : length;
            if (!catalog.TryGetIndex(row.ItemId, out var item) || row.Terms.Count == 0 || row.Terms.Count != length)
            {
                throw new InvalidInputException(path, row.Line, $"item '{row.ItemId}' does not fit the catalogue.", "Run 'grlm terms' again.");
            }

            termIds[item] = new TermId([.. row.Terms]);
        }

        return new TermLibrary(termIds);
    }
}
