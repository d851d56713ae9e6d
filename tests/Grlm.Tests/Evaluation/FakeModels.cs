namespace Grlm.Tests;

/// <summary>Models that are there already.</summary>
internal sealed class FakeModels(IItemRanker ranker, ITermIdGenerator generator) : IModelLoader
{
    public IItemRanker LoadRanker(GrlmWorkspace workspace) => ranker;

    public ITermIdGenerator LoadGenerator(GrlmWorkspace workspace) => generator;
}
