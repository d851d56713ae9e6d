namespace Grlm.Tests;

/// <summary>Titles alone, no brand and no category, through import's catalogue, lexical vectors, neighbours and extraction.</summary>
public sealed class ScriptShopsTests
{
    private const int Items = 60;

    public static TheoryData<string, int> Shops
        => [.. ScriptShops.Languages.SelectMany(language => Enumerable.Range(1, 3).Select(seed => (language, seed)))];

    public static TheoryData<string> Languages => [.. ScriptShops.Languages];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shops))]
    public async Task Terms_AreWords_AndSharedWithNeighbors_InEveryScript(string language, int seed)
    {
        var catalog = ScriptShops.Of(language, Items, seed);
        var neighbors = Neighbors(catalog);
        var library = await LibraryOf(catalog, neighbors);
        var report = TermLibraryFigures.Of(catalog, library);
        Assert.All(Enumerable.Range(0, Items),
            item => Assert.DoesNotContain(NormalFormOf(catalog[item].Title), library.TermIdOf(item)!.Terms));
        Assert.True(report.FillerSlots < 0.1 * Items * library.Length, $"{report.FillerSlots} slots say nothing");
        var shared = new LibraryAnalyzer(catalog, library, neighbors).Analyze().Neighbors!.SharedTerms;
        Assert.True(shared > 1.5, $"{shared} terms shared with a near item");
        Assert.Equal(0, report.CollidingItemsWithDifferentMetadata);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Terms_OfAShopOfOneThing_AreNotItsWholeTitle(string language)
    {
        var catalog = ScriptShops.Of(language, 1, seed: 4);
        var termId = (await LibraryOf(catalog, NeighborTable.Empty(1))).TermIdOf(0)!;
        Assert.DoesNotContain(NormalFormOf(catalog[0].Title), termId.Terms);
        Assert.True(termId.Terms.Count(term => !Filler.Contains(term)) >= 3, termId.ToString());
    }

    private static string NormalFormOf(string title) => TermNormalForm.TryNormalize(title, out var term) ? term : "";

    private static NeighborTable Neighbors(Catalog catalog)
    {
        string[] texts = [.. catalog.Select(ItemText.Of)];
        var model = LexicalModel.Fit(texts, 192, seed: 42, Token);
        var vectors = new VectorMatrix(texts.Length, model.Projection.Width);
        for (var item = 0; item < texts.Length; item++)
        {
            model.Embed(texts[item]).CopyTo(vectors[item]);
        }

        vectors.Normalize();
        return new NeighborSearch().FindAll(vectors, new ProgressLog(), Token).Table;
    }

    private static async Task<TermLibrary> LibraryOf(Catalog catalog, NeighborTable neighbors)
    {
        var context = new TermContext(catalog, neighbors, new StageContext(new GrlmWorkspace("none"), "none", new ProgressLog()));
        var extractor = new TermExtractor(catalog, neighbors, TermId.DefaultLength);
        return new TermLibrary(
            (await new TermGeneration(context, extractor, extractor, new TermsOptions()).RunAsync(new TermId?[catalog.Count],
                Token)).TermIds);
    }
}
