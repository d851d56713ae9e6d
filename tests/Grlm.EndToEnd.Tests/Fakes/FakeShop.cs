using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

/// <summary>A shop of four items and two users, and what recommends its items in catalogue order.</summary>
internal static class FakeShop
{
    public static Catalog Catalog { get; } = new(
    [
        new("101", "Citrus hair mask with protein, colour lock, 250 ml", "Lumen", [["Hair"]], ""),
        new("102", "Cedar beard oil", "Lumen", [["Beard"]], ""),
        new("103", "A title that is far too long for one line of a terminal and so has to be cut somewhere near the end of it", "", [], ""),
        new("104", "", "", [], ""),
    ]);

    public static TermLibrary Library { get; } = new(
    [
        new TermId("hair-mask", "color-lock", "citrus", "protein", "unisex"),
        new TermId("beard-oil", "softening", "cedar", "jojoba", "men"),
        new TermId("soap", "gentle", "olive", "handmade", "unisex"),
        new TermId("soap", "gentle", "olive", "handmade", "children"),
    ]);

    public static UserHistories Histories { get; } = new(["ann", "bo"], [0, 4, 5], [0, 1, 2, 1, 3]);

    /// <summary>Writes the term IDs of the items in catalogue order, that of the last with a term that no item has.</summary>
    public static WorkspaceRecommender Recommender(RecommendOptions options)
    {
        var dataset = new Dataset(Catalog, Histories);
        var models = new LoadedModels(Baselines.TryCreate(RecommendationSource.Popular, Library, dataset.Split.Training)!, new Generator());
        return new WorkspaceRecommender(
            new RecommendationEngine(RecommendationSource.Generator, dataset, Library, models),
            new RecommenderOptions { Beams = options.Beams });
    }

    private sealed class Generator : ITermIdGenerator
    {
        private static readonly TermId[] _written =
            [.. Enumerable.Range(0, 3).Select(item => Library.TermIdOf(item)!), new("soap", "gentle", "olive", "handmade", "kids")];

        public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
            IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
            => [.. requests.Select(
                _ => (IReadOnlyList<GeneratedTermId>)[.. _written.Select((termId, beam) => new GeneratedTermId(termId, -1.5 - beam))])];
    }
}
