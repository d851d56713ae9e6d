namespace Grlm.LanguageModels;

/// <summary>
/// Loads the models of a workspace whichever generator it has: the compact one, or a tuned language model, which runs in managed code.
/// Beside the ranker that has the weight that its training chose, or the usual one where it chose none. No native library is needed for
/// either.
/// </summary>
/// <param name="threads">Threads for a batch of users; 0, the default, for one a processor.</param>
public sealed class LanguageModelLoader(int threads = 0) : IModelLoader
{
    /// <inheritdoc/>
    public LoadedModels Load(
        GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var compact = new CompactModelLoader(threads);
        var folder = workspace.FilesOf(ArtifactNames.Model).Folder();
        if (source == RecommendationSource.Ranker || !WorkspaceLanguageModel.IsIn(folder))
        {
            return compact.Load(workspace, catalog, library, source, mode);
        }

        var generator = WorkspaceLanguageModel.Load(folder, catalog, library, mode, threads);
        try
        {
            var models = compact.Load(workspace, catalog, library, RecommendationSource.Ranker, mode);
            var isChosen = source == RecommendationSource.Fused
                && workspace.FilesOf(ArtifactNames.Model).Find(ArtifactNames.Fusion) is not null;
            return new LoadedModels(models.Ranker, generator, generator, models)
            {
                IsRefit = models.IsRefit,
                FusionWeight = isChosen ? FusionFile.Read(workspace).Weight : FusionReport.UsualWeight,
            };
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }
}
