namespace Grlm.Cli;

/// <summary>A workspace's catalogue and models, ready to recommend.</summary>
/// <param name="Catalog">The items.</param>
/// <param name="Histories">What users did.</param>
/// <param name="Library">The items' term IDs.</param>
/// <param name="Recommend">Recommends to a batch of users.</param>
internal sealed record RecommendationEngine(
    Catalog Catalog,
    UserHistories Histories,
    TermLibrary Library,
    Func<IReadOnlyList<GenerationRequest>, IReadOnlyList<IReadOnlyList<Recommendation>>> Recommend);
