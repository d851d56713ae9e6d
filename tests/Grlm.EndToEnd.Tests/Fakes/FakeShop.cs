using Grlm.Cli;

namespace Grlm.EndToEnd.Tests;

/// <summary>A shop of four items and two users, and an engine that recommends its items in catalogue order.</summary>
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

    public static RecommendationEngine Engine(RecommendOptions options) => new(
        Catalog,
        Histories,
        Library,
        requests => [.. requests.Select(request => (IReadOnlyList<Recommendation>)[.. Enumerable.Range(0, Catalog.Count)
            .Where(item => request.Allows(item))
            .Take(options.Count)
            .Select(item => new Recommendation(item, -1.5 - item, item == 3 ? GroundingSource.Structural : GroundingSource.Direct))])],
        []);
}
