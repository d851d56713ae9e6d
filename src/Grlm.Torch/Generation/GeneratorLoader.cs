namespace Grlm.Torch;

/// <summary>
/// Loads the models of a workspace whichever generator it has: the compact one or a tuned language model, which has the usual weight beside
/// the ranker.
/// </summary>
/// <param name="compact">Loads the ranker and the compact generator.</param>
/// <param name="options">Where a language model runs; null for the defaults.</param>
public sealed class GeneratorLoader(IModelLoader compact, LanguageModelOptions? options = null) : IModelLoader
{
    /// <inheritdoc/>
    public LoadedModels Load(
        GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var folder = workspace.FilesOf(ArtifactNames.Model).Folder();
        if (source == RecommendationSource.Ranker || !WorkspaceLanguageModel.IsIn(folder))
        {
            return compact.Load(workspace, catalog, library, source, mode);
        }

        var generator = WorkspaceLanguageModel.Load(folder, catalog, library, options ?? new LanguageModelOptions(), mode);
        try
        {
            var models = compact.Load(workspace, catalog, library, RecommendationSource.Ranker, mode);
            return new LoadedModels(models.Ranker, generator, generator, models) { IsRefit = models.IsRefit };
        }
        catch
        {
            generator.Dispose();
            throw;
        }
    }
}
