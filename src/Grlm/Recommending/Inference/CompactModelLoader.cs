namespace Grlm;

/// <summary>
/// Loads the ranker and the compact generator of a workspace into the managed engine: no native library, milliseconds, and models that are
/// safe for concurrent use.
/// </summary>
/// <param name="threads">Threads for a batch of users; 0, the default, for one a processor.</param>
public sealed class CompactModelLoader(int threads = 0) : IModelLoader
{
    /// <inheritdoc/>
    public LoadedModels Load(
        GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(library);
        if (mode == GenerationMode.Free && source != RecommendationSource.Ranker)
        {
            throw new InvalidOptionsException(
                "The compact generator writes term IDs of the library alone. " +
                    "Leave free generation out (option 'generation'), or train a language model.");
        }

        if (source != RecommendationSource.Ranker && File.Exists(workspace.PathOf(ArtifactNames.Model, ArtifactNames.Rendering)))
        {
            throw new MissingPrerequisiteException(
                $"The generator in '{workspace.Root}' is a language model, which the package Grlm.LanguageModels loads. " +
                    $"Give its loader, or recommend with the ranker.");
        }

        var ranker = SequenceRanker.Load(workspace, library, threads);
        var generator = source == RecommendationSource.Ranker
            ? null
            : LoadGenerator(ModelFolder.OfGenerator(workspace.FilesOf(ArtifactNames.Model).Folder()), library, ranker);
        return new LoadedModels(ranker, generator)
        {
            IsRefit = ranker.IsRefit,
            FusionWeight = source == RecommendationSource.Fused ? FusionFile.Read(workspace).Weight : FusionReport.UsualWeight,
        };
    }

    private CompactTermIdGenerator LoadGenerator(ModelFolder folder, TermLibrary library, SequenceRanker ranker)
    {
        var config = folder.ReadConfig<GeneratorConfig>();
        folder.CheckLibrary(config.LibraryVersion, library);
        using var tensors = folder.OpenWeights();
        var generator = new CompactTermIdGenerator(library, ranker, new BranchingNodes(library.Trie), tensors, threads);
        tensors.CheckAllRead(tensor => GeneratorConfig.IsForTraining(tensor, library.Length));
        return generator;
    }
}
