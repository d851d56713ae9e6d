using CsCheck;

namespace Grlm.Tests;

public sealed class CollisionRepairTests
{
    private static readonly TermId _mug = new("mug", "ceramic", "coffee", "kitchen", "glazed");

    [Fact]
    public async Task Run_TakesTheTokenThatTheOthersLack_IntoTheLastSlot()
    {
        var catalog = Titled("Ceramic mug, red, 12 oz", "Ceramic mug, blue, 12 oz", "Ceramic mug, blue, 16 oz", "Teapot");
        TermId?[] termIds = [_mug, _mug, _mug, new("teapot", "b", "c", "d", "e")];
        var repaired = await RunAsync(catalog, termIds);
        Assert.Equal(2, repaired);
        Assert.Equal(["red", "glazed", "16-oz", "e"], termIds.Select(termId => termId!.Terms[4]));
        Assert.All(termIds[..3], termId => Assert.Equal(_mug.Terms[..4], termId!.Terms[..4]));
    }

    [Fact]
    public async Task Run_LeavesItemsOfEqualMetadataTogether()
    {
        var catalog = Titled("Mug, red", "Mug, red", "Mug, blue");
        TermId?[] termIds = [_mug, _mug, _mug];
        await RunAsync(catalog, termIds);
        Assert.Equal(termIds[0], termIds[1]);
        Assert.NotEqual(termIds[0], termIds[2]);
    }

    [Fact]
    public async Task Run_NumbersWhatDiffersInNoWord()
    {
        var catalog = Titled("Mug red", "Red mug", "red MUG");
        TermId?[] termIds = [_mug, _mug, _mug];
        await RunAsync(catalog, termIds);
        Assert.Equal(3, termIds.Distinct().Count());
    }

    [Fact]
    public async Task Run_KeepsTheTermIdsThatMustStay()
    {
        var catalog = Titled("Mug, red", "Mug, blue");
        TermId?[] termIds = [_mug, _mug];
        await new CollisionRepair(catalog, termIds, new HashSet<int> { 1 }, WordCutter.Untaught).RunAsync(new ScriptedTermProvider(),
            0, TestContext.Current.CancellationToken);
        Assert.Equal(_mug, termIds[0]);
        Assert.Equal("blue", termIds[1]!.Terms[4]);
    }

    [Fact]
    public async Task Run_AsksTheProviderFirst_AndTellsItTheOthers()
    {
        var catalog = Titled("Mug, red", "Mug, blue");
        TermId?[] termIds = [_mug, _mug];
        var provider = new ScriptedTermProvider
        { Answer = request => new TermProposal(request.Item, ["mug", "ceramic", "coffee", "kitchen", $"own-{request.Item}"]) };
        await new CollisionRepair(catalog, termIds, new HashSet<int> { 0, 1 }, WordCutter.Untaught).RunAsync(provider, 3,
            TestContext.Current.CancellationToken);
        Assert.Equal(["own-0", "own-1"], termIds.Select(termId => termId!.Terms[4]));
        Assert.Equal([(0, 1), (1, 0)], provider.Requests.Select(request => (request.Item, request.Colliding.Single())));
        Assert.All(provider.Requests, request => Assert.Equal(_mug, request.Current));
    }

    [Fact]
    public async Task Run_TakesNoAnswerOfAnotherNumberOfTerms()
    {
        var catalog = Titled("Mug, red", "Mug, blue");
        TermId?[] termIds = [new("mug", "ceramic", "glazed"), new("mug", "ceramic", "glazed")];
        var provider = new ScriptedTermProvider
        {
            Answer = request =>
                new TermProposal(request.Item, request.Item == 0 ? ["mug", "ceramic", "glazed", "red"] : ["mug", "ceramic", "own"]),
        };
        await new CollisionRepair(catalog, termIds, new HashSet<int> { 0, 1 }, WordCutter.Untaught).RunAsync(provider, 2,
            TestContext.Current.CancellationToken);
        Assert.Equal(["[mug, ceramic, glazed]", "[mug, ceramic, own]"], termIds.Select(termId => termId!.ToString()));
    }

    [Fact]
    public async Task Run_LeavesNoCollisionOfDifferentMetadata_OnRandomCatalogues() => await Gen.Select(
        Gen.String[Gen.Char["ab 1-"], 0, 6].Array[1, 30], Gen.Int[0, 3].Array[30]).SampleAsync(async (titles, shapes) =>
    {
        var catalog = Titled(titles);
        TermId?[] termIds = [.. titles.Select((_, item) => new TermId("a", "b", "c", "d", $"t{shapes[item]}"))];
        await RunAsync(catalog, termIds);
        Assert.Equal(0, TermLibraryFigures.Of(catalog, new TermLibrary(termIds)).CollidingItemsWithDifferentMetadata);
        Assert.All(termIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, TermId.DefaultLength, out _)));
    });

    private static Catalog Titled(params string[] titles)
        => new(titles.Select((title, item) => new Item(item.ToString(), title, "", [], "")));

    private static Task<int> RunAsync(Catalog catalog, TermId?[] termIds)
        => new CollisionRepair(catalog, termIds, Enumerable.Range(0, termIds.Length).ToHashSet(), WordCutter.Untaught)
            .RunAsync(new ScriptedTermProvider(), 2, TestContext.Current.CancellationToken);
}
