namespace Grlm.Tests;

/// <summary>Models that are there already.</summary>
internal sealed class FakeModels(IItemRanker ranker, ITermIdGenerator generator) : IModelLoader
{
    public bool IsRefit { get; init; }

    public LoadedModels Load(
        GrlmWorkspace workspace, Catalog catalog, TermLibrary library, RecommendationSource source, GenerationMode mode)
        => new(ranker, generator) { IsRefit = IsRefit };
}
