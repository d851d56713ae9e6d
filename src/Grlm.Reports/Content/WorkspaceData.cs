namespace Grlm.Reports;

/// <summary>What the workspace holds beyond figures, read once for all sections. What is missing, or has been made from something else since, is null.</summary>
/// <param name="Dataset">The items and histories.</param>
/// <param name="Library">The items' term IDs.</param>
/// <param name="Neighbors">The items that are near by their texts.</param>
/// <param name="Similar">The items that are near by what users did.</param>
internal sealed record WorkspaceData(Dataset? Dataset, TermLibrary? Library, NeighborTable? Neighbors, SimilarItems? Similar)
{
    /// <summary>Reads what fits together.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="stages">Its stages, which know what fits.</param>
    public static WorkspaceData Read(GrlmWorkspace workspace, IReadOnlyList<StageContent> stages)
    {
        if (!Fits(ArtifactNames.Dataset))
        {
            return new WorkspaceData(null, null, null, null);
        }

        var dataset = DatasetReader.Read(workspace);
        return new WorkspaceData(
            dataset,
            Fits(ArtifactNames.Terms) ? TermLibraryReader.Read(workspace, dataset.Catalog) : null,
            Fits(ArtifactNames.Neighbors) ? NeighborTableReader.Read(workspace, dataset.Catalog) : null,
            Fits(ArtifactNames.Ranker) && workspace.FilesOf(ArtifactNames.Ranker).Find(ArtifactNames.SimilarItems) is not null
                ? SimilarItemsReader.Read(workspace, dataset.Catalog)
                : null);

        bool Fits(string folder) => stages.Any(stage => stage.Folder == folder && stage.Problem is null);
    }
}
