using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Loads the models of a workspace onto the processor.</summary>
/// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
public sealed class TorchModelLoader(int threads = 0) : IModelLoader
{
    /// <inheritdoc/>
    public LoadedModels Load(GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(library);
        TorchRuntime.Start(threads);
        var ranker = RankerArtifact.Load(workspace, library, CPU);
        if (source == RecommendationSource.Ranker)
        {
            return new LoadedModels(ranker, null, ranker) { IsRefit = ranker.IsRefit };
        }

        var generatorModel = GeneratorArtifact.Load(workspace, ranker, library);
        return new LoadedModels(ranker, new CompactTermIdGenerator(library, ranker, generatorModel), generatorModel, ranker) { IsRefit = ranker.IsRefit };
    }
}
