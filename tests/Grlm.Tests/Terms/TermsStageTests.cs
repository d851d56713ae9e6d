using System.Text.Json;

namespace Grlm.Tests;

public sealed class TermsStageTests
{
    private static readonly Item[] _items =
    [
        new("a", "Black soap", "", [], ""),
        new("b", "Black soap, large", "", [], ""),
        new("c", "Black soap", "", [], ""),
        new("d", "Mirror", "Acme", [["Beauty", "Tools"]], ""),
    ];

    [Fact]
    public async Task Run_WritesALibraryThatReadsBackTheSame_AndItsReport()
    {
        using var folder = new TemporaryFolder();
        var options = new TermsOptions
        {
            TermIds = folder.Write("tid.json", """
                {
                  "a": ["soap", "raw", "ghana", "clean", "old"],
                  "b": ["soap", "raw", "ghana", "clean", "old"],
                  "c": ["Soap", "raw", "ghana", "clean", "old"],
                  "d": ["mirror", "lighted", "folding", "lighted", "old"]
                }
                """),
        };
        var stage = new TermsStage(_ => Catalogs.Unvisited(new Catalog(_items)));
        var report = await stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken);

        Assert.Equal((4, 4), (report.Items, report.Valid));
        // b and c share a's TID; b's title can be told from a's, c's cannot.
        Assert.Equal((2, 1), (report.CollidingItems, report.CollidingItemsWithDifferentMetadata));
        // soap, raw, ghana, clean, old, mirror, lighted, folding; the last three belong to d alone.
        Assert.Equal((8, 3), (report.UniqueTerms, report.SingletonTerms));
        Assert.Equal((1, 1, 0), (report.Normalized, report.Repeating, report.Dropped.Count));

        var library = TermLibraryReader.Read(folder.Workspace, new Catalog(_items));
        Assert.Equal(report.LibraryVersion, library.Version);
        Assert.Equal("[soap, raw, ghana, clean, old]", library.TermIdOf(2)!.ToString());
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(
            folder.Workspace.PathOf("terms", "report.json"), TestContext.Current.CancellationToken));
        Assert.Equal(1, json.RootElement.GetProperty("collidingItemsWithDifferentMetadata").GetInt32());
        Assert.Equal(["dataset"], stage.InputsOf(options).Artifacts);
        Assert.Equal(options.TermIds!, stage.InputsOf(options).Files);
    }

    [Fact]
    public async Task Run_LeavesItemsWithoutATermIdOutOfReach_WhenLenient()
    {
        using var folder = new TemporaryFolder();
        var options = new TermsOptions
        {
            TermIds = folder.Write("tid.json", """{ "b": ["a", "b", "c", "d", "e"], "c": ["a"], "x": ["a", "b", "c", "d", "e"] }"""),
            Lenient = true,
        };
        var stage = new TermsStage(_ => Catalogs.Unvisited(new Catalog(_items)));
        var report = await stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken);
        Assert.Equal((4, 1), (report.Items, report.Valid));
        Assert.Equal([("missing", 3), ("unknownItem", 1), ("wrongLength", 1)], report.Dropped.Select(pair => (pair.Key, pair.Value)));
        var library = TermLibraryReader.Read(folder.Workspace, new Catalog(_items));
        Assert.Equal((4, 1), (library.ItemCount, library.Trie.Items.Length));
        Assert.True(library.HasTermId(1));
    }

    [Fact]
    public async Task Run_MakesTermIds_WhereNoneAreGiven_AndSaysWhatContextChanges()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog));
        var report = await stage.RunAsync(new TermsOptions { NoContext = true }, folder.Context(stage.Folder),
            TestContext.Current.CancellationToken);
        Assert.Equal((4, 4, 4, 0), (report.Items, report.Valid, report.Extracted, report.Failed));
        Assert.Equal((0, 0), (report.ValidAtFirst, report.CollidingItemsWithDifferentMetadata));
        Assert.NotNull(report.SharedTermsWithNeighbors);
        Assert.NotNull(report.Context);
        Assert.Equal(report.LibraryVersion, TermLibraryReader.Read(folder.Workspace, catalog).Version);
        Assert.Equal(["dataset", "neighbors"], stage.InputsOf(new TermsOptions()).Artifacts);
    }

    [Fact]
    public async Task Run_KeepsWhatIsThere_AndLeavesOutWhatIsToHaveNone()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var kept = folder.Write("tid.json",
            """{ "a": ["soap", "raw", "ghana", "raw", "old"], "d": ["mirror", "lighted", "folding", "round", "old"], "gone": ["a", "b", "c", "d", "e"] }""");
        var options = new TermsOptions { Keep = kept, Without = ["d"] };
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog));
        var report = await stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken);
        Assert.Equal((3, 2, 0), (report.Valid, report.Extracted, report.Failed));
        var library = TermLibraryReader.Read(folder.Workspace, catalog);
        Assert.Equal("[soap, raw, ghana, raw, old]", library.TermIdOf(0)!.ToString());
        Assert.False(library.HasTermId(3));
        Assert.Equal([kept], stage.InputsOf(options).Files);
    }

    [Fact]
    public async Task Run_MakesAsManyTermsAsAskedFor_AndTheLibraryKnowsItsLength_WithItsIndexAndWithout()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog));
        var report = await stage.RunAsync(new TermsOptions { Length = 7 }, folder.Context(stage.Folder),
            TestContext.Current.CancellationToken);
        Assert.Equal(7, report.Analysis!.Slots.Count);
        Assert.Equal(7, TermLibraryReader.Read(folder.Workspace, catalog).Length);
        File.Delete(folder.Workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIndex));
        Assert.Equal(report.LibraryVersion, TermLibraryReader.Read(folder.Workspace, catalog).Version);
    }

    [Fact]
    public async Task Run_FollowsTheTermIdsThatAreThere_AndRefusesAnotherLength()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var three = folder.Write("three.json",
            """{ "a": ["soap", "raw", "old"], "b": ["soap", "raw", "large"], "c": ["soap", "raw", "old"] }""");
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog));
        foreach (var options in (TermsOptions[])[new() { Keep = three }, new() { Keep = three, Length = 3 },
            new() { TermIds = three, Lenient = true }])
        {
            await stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken);
            var library = TermLibraryReader.Read(folder.Workspace, catalog);
            Assert.Equal((3, "[soap, raw, large]"), (library.Length, library.TermIdOf(1)!.ToString()));
            Assert.Equal(options.Keep is not null, library.HasTermId(3));
        }

        foreach (var options in (TermsOptions[])[new() { Keep = three, Length = 5 }, new() { TermIds = three, Lenient = true, Length = 5 }])
        {
            var exception = await Assert.ThrowsAsync<InvalidOptionsException>(
                () => stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken));
            Assert.Contains($"The term IDs of {three} have 3 terms each, and option 'length' asks for 5. Leave it out, or give",
                exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_AsksTheProviderThatTheOptionsName_AndListsItsFailures()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog), (options, context) =>
        {
            Assert.Equal(TermId.DefaultLength, options.Length);
            Assert.Same(catalog, context.Catalog);
            return new ScriptedTermProvider { Answer = request => TermProposal.Failed(request.Item, 3, "It is away.") };
        });
        var report = await stage.RunAsync(
            new TermsOptions { Provider = "none" }, folder.Context(stage.Folder), TestContext.Current.CancellationToken);
        Assert.Equal((4, 4), (report.Valid, report.Extracted));
        Assert.Equal(new TermFailure("a", 3, "It is away."), report.Failures[0]);
    }

    [Fact]
    public async Task Run_RefusesAProviderThatIsNotThere_AndTwoWaysToTakeOver()
    {
        using var folder = new TemporaryFolder();
        var catalog = new Catalog(_items);
        var stage = new TermsStage(_ => Catalogs.Unvisited(catalog), (_, _) => TextNeighbors.Of(catalog));
        foreach (var options in (TermsOptions[])[new() { Provider = "none" }, new() { TermIds = "a", Keep = "b" }])
        {
            await Assert.ThrowsAsync<InvalidOptionsException>(
                () => stage.RunAsync(options, folder.Context(stage.Folder), TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void Read_AsksForTheTermsStage_WhereThereIsNoLibrary()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<MissingPrerequisiteException>(() => TermLibraryReader.Read(folder.Workspace, new Catalog(_items)));
        Assert.Contains("stage 'terms'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesALibraryOfAnotherCatalogue()
    {
        using var folder = new TemporaryFolder();
        var catalog = Catalogs.WithIds("x");
        var options = new TermsOptions { TermIds = folder.Write("tid.json", """{ "x": ["a", "b", "c", "d", "e"] }""") };
        await new TermsStage(_ => Catalogs.Unvisited(catalog)).RunAsync(options, folder.Context("terms"),
            TestContext.Current.CancellationToken);
        Assert.Throws<InvalidInputException>(() => TermLibraryReader.Read(folder.Workspace, new Catalog(_items)));
    }

    [Theory]
    [InlineData("amazon-beauty", 244)]
    [InlineData("amazon-toys", 158)]
    public async Task Run_TakesTheReleasedLibrariesStrictly_AndKeepsEveryItem(string name, int colliding)
    {
        var catalog = SharedData.ReadCatalog(SharedData.Require("data", name, "items.jsonl"));
        var options = new TermsOptions { TermIds = SharedData.Require("data", name, "grlm_item_id2tid.json") };
        using var folder = new TemporaryFolder();
        var report = await new TermsStage(_ => Catalogs.Unvisited(catalog)).RunAsync(options, folder.Context("terms"),
            TestContext.Current.CancellationToken);
        Assert.Equal((catalog.Count, catalog.Count, colliding), (report.Items, report.Valid, report.CollidingItems));
        Assert.InRange(report.CollidingItemsWithDifferentMetadata, 1, colliding);
        Assert.InRange(report.SingletonTerms, 1, report.UniqueTerms);
        Assert.Equal(report.LibraryVersion, TermLibraryReader.Read(folder.Workspace, catalog).Version);
    }
}
