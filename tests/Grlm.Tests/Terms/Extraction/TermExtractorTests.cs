namespace Grlm.Tests;

public sealed class TermExtractorTests
{
    /// <summary>Two kinds of things of two brands in several colours, and an odd one.</summary>
    private static readonly Catalog _shop = new(
    [
        Mug("Fawley", "Red", "12 oz"), Mug("Fawley", "Blue", "12 oz"), Mug("Fawley", "Green", "16 oz"), Mug("Brindle", "Red", "12 oz"),
        Mug("Brindle", "Blue", "8 oz"),
        Lamp("Fawley", "Red"), Lamp("Fawley", "Blue"), Lamp("Brindle", "Green"), Lamp("Brindle", "Red"), Lamp("Brindle", "Black"),
        new("x", "", "", [["Home", "Lamps"]], ""),
        new("y", "", "", [], ""),
    ]);

    private readonly TermExtractor _extractor = new(_shop, TextNeighbors.Of(_shop), TermId.DefaultLength);

    [Fact]
    public void Extract_PutsFirstWhatTheItemIs()
    {
        Assert.All(Enumerable.Range(0, 5), item => Assert.Contains("mug", _extractor.Extract(item).Terms[0], StringComparison.Ordinal));
        Assert.All(Enumerable.Range(5, 5), item => Assert.Contains("lamp", _extractor.Extract(item).Terms[0], StringComparison.Ordinal));
    }

    [Fact]
    public void Extract_TakesTheBrandWhole_AndNoUnitAlone()
    {
        Assert.Contains("fawley-&-sons", _extractor.Extract(0).Terms);
        Assert.All(Enumerable.Range(0, _shop.Count), item => Assert.DoesNotContain("oz", _extractor.Extract(item).Terms));
    }

    [Theory]
    [InlineData("3M")]
    [InlineData("")]
    public void Extract_TakesABrandThatReadsLikeAnAmount(string brand)
    {
        var shop = new Catalog(Enumerable.Range(0, 6)
            .Select(item => new Item($"{item}", $"3M {(item % 2 == 0 ? "Tape" : "Sponge")} Kind{item}", brand, [], ""))
            .Concat(Enumerable.Range(6, 6).Select(item => new Item($"{item}", $"Cable Kind{item}, {item} m", "Fawley", [], ""))));
        var extractor = new TermExtractor(shop, TextNeighbors.Of(shop), TermId.DefaultLength);
        Assert.All(Enumerable.Range(0, 6), item => Assert.Contains(extractor.Extract(item).Terms, term => term.Split('-').Contains("3m")));
        Assert.All(Enumerable.Range(6, 6), item => Assert.DoesNotContain("m", extractor.Extract(item).Terms));
    }

    [Fact]
    public void Extract_TakesWhatNeighborsLack()
        => Assert.Contains("green", _extractor.Extract(2).Terms);

    [Fact]
    public void Extract_TakesTermsFromTheCategory_ForAnItemWithoutATitle()
        => Assert.Equal("lamp", _extractor.Extract(10).Terms[0]);

    [Fact]
    public void Extract_SaysThatNothingIsKnown_OfAnItemWithoutText()
        => Assert.Equal("[unspecified, unspecified-2, unspecified-3, unspecified-4, unspecified-5]", _extractor.Extract(11).ToString());

    [Fact]
    public void Extract_OfMoreTerms_LeavesTheFirstFourAlone_AndAddsWhatTellsApart()
    {
        var longer = new TermExtractor(_shop, TextNeighbors.Of(_shop), 7);
        Assert.All(Enumerable.Range(0, 10), item => Assert.Equal(_extractor.Extract(item).Terms[..4], longer.Extract(item).Terms[..4]));
        Assert.Contains("green", longer.Extract(2).Terms[4..]);

        // All but one of the twelve items are below "Home": it comes behind everything else that there is to say.
        var longest = new TermExtractor(_shop, TextNeighbors.Of(_shop), TermId.MaximumLength).Extract(0).Terms;
        Assert.Equal("home", longest.Last(term => !term.StartsWith("unspecified", StringComparison.Ordinal)));
    }

    [Fact]
    public void Extract_OfFewerTerms_SaysWhatTheItemIs_AndWhatNeighborsLack()
    {
        var shorter = new TermExtractor(_shop, TextNeighbors.Of(_shop), 2);
        Assert.Equal(_extractor.Extract(2).Terms[0], shorter.Extract(2).Terms[0]);
        Assert.Equal("green", shorter.Extract(2).Terms[1]);
        Assert.Equal("[unspecified, unspecified-2]", shorter.Extract(11).ToString());
    }

    [Fact]
    public void Extract_TakesNoNameOfAnotherKindOfGoodsFromNeighbors()
    {
        // The neighbours of a kettle are three tents by the words that all share: a tent it is none.
        Item[] items = [new("k", "kettle", "", [], ""),
            .. Enumerable.Range(0, 5).Select(number => new Item($"t{number}", "camping tent", "", [], ""))];
        var neighbors = new NeighborTable(
            [.. Enumerable.Range(0, 6).Select(
                item => Enumerable.Range(0, 6).Where(other => other != item).Select(other => new Neighbor(other, 0.5f)).ToArray())]);
        var termId = new TermExtractor(new Catalog(items), neighbors, TermId.DefaultLength).Extract(0);
        Assert.DoesNotContain(termId.Terms,
            term => term.Contains("tent", StringComparison.Ordinal) || term.Contains("camping", StringComparison.Ordinal));
    }

    [Fact]
    public void Extract_KeepsNamesThatAreSigns()
    {
        Item[] items =
            [.. ((string[])["C", "C++", "C#", "F#", ".NET"]).SelectMany(
                name => ((string[])["Primer", "Cookbook", "Guide"]).Select(
                    kind => new Item(name + kind, $"{name} {kind}", "", [["Books", "Programming"]], "")))];
        var catalog = new Catalog(items);
        var extractor = new TermExtractor(catalog, TextNeighbors.Of(catalog), TermId.DefaultLength);
        Assert.All(Enumerable.Range(3, 12),
            item => Assert.Contains(items[item].Title.Split(' ')[0].ToLowerInvariant(), extractor.Extract(item).Terms));
    }

    [Theory]
    [InlineData("amazon-office")]
    [InlineData("movielens-1m")]
    public async Task EveryItemOfRealData_HasAValidTermId_AndNoneThatDiffersTheSame(string name)
    {
        var catalog = SharedData.ReadCatalog(SharedData.Require("data", name, "items.jsonl"));
        var context = new TermContext(catalog, TextNeighbors.Of(catalog),
            new StageContext(new GrlmWorkspace("none"), "none", new ProgressLog()));
        var extractor = new TermExtractor(catalog, context.Neighbors, TermId.DefaultLength);
        var generated = await new TermGeneration(context, extractor, extractor, new TermsOptions())
            .RunAsync(new TermId?[catalog.Count], TestContext.Current.CancellationToken);
        Assert.All(generated.TermIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, TermId.DefaultLength, out _)));
        var library = new TermLibrary(generated.TermIds);
        Assert.Equal(0, TermLibraryFigures.Of(catalog, library).CollidingItemsWithDifferentMetadata);
        var near = new LibraryAnalyzer(catalog, library, context.Neighbors).Analyze().Neighbors!;
        Assert.True(near.SharedTerms > 1, $"{near.SharedTerms} terms shared with a near item");
        Assert.True(near.DistinguishingTerms > 0.5, $"{near.DistinguishingTerms} terms of its own");
    }

    private static Item Mug(string brand, string color, string size)
        => new($"{brand}-{color}-mug", $"{brand} & Sons Coffee Mug, {color}, {size}", $"{brand} & Sons", [["Home", "Kitchen", "Mugs"]], "");

    private static Item Lamp(string brand, string color)
        => new($"{brand}-{color}-lamp", $"{brand} & Sons Desk Lamp, {color}", $"{brand} & Sons", [["Home", "Lamps"]], "");
}
