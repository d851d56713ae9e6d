namespace Grlm.Cli;

/// <summary>A workspace's catalogue and models, ready to recommend. Disposing it frees the models.</summary>
/// <param name="Catalog">The items.</param>
/// <param name="Histories">What users did.</param>
/// <param name="Library">The items' term IDs.</param>
/// <param name="Recommend">Recommends to a batch of users.</param>
/// <param name="Models">The models that it recommends with.</param>
internal sealed record RecommendationEngine(
    Catalog Catalog,
    UserHistories Histories,
    TermLibrary Library,
    Func<IReadOnlyList<GenerationRequest>, IReadOnlyList<IReadOnlyList<Recommendation>>> Recommend,
    IReadOnlyList<object?> Models) : IDisposable
{
    public void Dispose()
    {
        foreach (var model in Models.OfType<IDisposable>())
        {
            model.Dispose();
        }
    }
}
