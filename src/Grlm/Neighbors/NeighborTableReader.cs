namespace Grlm;

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
            ?? throw new MissingPrerequisiteException($"The workspace {workspace.Root} has no neighbours yet. Make them with 'grlm embed'.");

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return NeighborTableFile.ReadAsync(path, catalog).GetAwaiter().GetResult();
    }
}
