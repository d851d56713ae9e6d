namespace Grlm;

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
            ?? throw new MissingPrerequisiteException($"The workspace {workspace.Root} has no behavioural neighbours yet. Run stage 'rank' first.");

        // The Parquet library only has an asynchronous face; on a local file nothing waits.
        return SimilarItemsFile.ReadAsync(path, catalog).GetAwaiter().GetResult();
    }
}
