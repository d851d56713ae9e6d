using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Loads the models of a workspace onto the processor. What it returns is disposable and owns its model.</summary>
/// <param name="threads">Threads for tensor work; 0 for one a processor.</param>
public sealed class TorchModelLoader(int threads = 0) : IModelLoader
{
    /// <inheritdoc/>
    public IItemRanker LoadRanker(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return Load(workspace).Ranker;
    }

    /// <inheritdoc/>
    public ITermIdGenerator LoadGenerator(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var (library, ranker) = Load(workspace);
        return new CompactTermIdGenerator(library, ranker, GeneratorArtifact.Load(workspace, ranker, library));
    }

    private (TermLibrary Library, TorchRanker Ranker) Load(GrlmWorkspace workspace)
    {
        TorchRuntime.Start(threads);
        var catalog = DatasetReader.Read(workspace).Catalog;
        var library = TermLibraryReader.Read(workspace, catalog);
        return (library, new TorchRanker(RankerArtifact.Load(workspace, catalog, library, CPU)));
    }
}
