using CsCheck;

namespace Grlm.Tests;

public sealed class TermGenerationTests
{
    private static readonly Gen<Item> _garbage =
        from title in Gen.String[Gen.Char["aé1 ,-/&<>{}\u200D中\uD83D\uDE00s"], 0, 20]
        from brand in Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char["xyz &"], 0, 5])
        from path in Gen.String[Gen.Char["ab &"], 0, 5].Array[0, 3]
        from description in Gen.OneOf(Gen.Const(""), Gen.String[0, 30])
        select new Item("", title, brand, path.Length == 0 ? [] : [path], description);

    private static readonly Gen<Catalog> _catalogs = _garbage.Array[1,
        25].Select(items => new Catalog(items.Select((item, index) => item with { Id = index.ToString() })));

    [Fact]
    public async Task Run_GivesEveryItemAValidTermId_AndNothingThatDiffersTheSame_OnGarbage()
        => await Gen.Select(_catalogs, Gen.Int[TermId.MinimumLength, TermId.MaximumLength]).SampleAsync(async (catalog, length) =>
        {
            var generated = await ExtractAsync(catalog, new TermId?[catalog.Count], length);
            Assert.All(generated.TermIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, length, out _)));
            Assert.All(generated.TermIds, termId => Assert.Equal(termId, Normalized(termId!)));
            Assert.Equal(0, TermLibraryFigures.Of(catalog, new TermLibrary(generated.TermIds)).CollidingItemsWithDifferentMetadata);
            Assert.Equal(catalog.Count, generated.Extracted);
        });

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(10)]
    public async Task Run_MakesAsManyTermsAsAskedFor_AndTellsItemsApartByThem(int length)
    {
        var catalog = Titled("Steel kettle, 1.5 l", "Steel kettle, 2 l", "Steel kettle, 2 l, red", "Glass kettle", "Teapot of glass",
            "Red teapot", "Mug", "Mug");
        var generated = await ExtractAsync(catalog, new TermId?[catalog.Count], length);
        Assert.All(generated.TermIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, length, out _)));
        Assert.Equal(7, generated.TermIds.Distinct().Count());
        Assert.Equal(generated.TermIds[6], generated.TermIds[7]);
    }

    [Fact]
    public async Task Run_TakesNoAnswerOfAnotherNumberOfTerms()
    {
        var catalog = Titled("Red mug", "Teapot");
        var provider = new ScriptedTermProvider
        {
            Answer = request => new TermProposal(request.Item,
                request.Item == 0 ? ["mug", "red", "12-oz"] : ["teapot", "red", "steel", "kitchen", "large"]),
        };
        var generated = await RunAsync(catalog, provider, new TermId?[2], length: 3);
        Assert.Equal("[mug, red, 12-oz]", generated.TermIds[0]!.ToString());
        Assert.Equal("It has 5 terms; 3 are needed.", Assert.Single(generated.Failures).Failure);
        Assert.Equal(3, generated.TermIds[1]!.Terms.Length);
    }

    [Fact]
    public async Task Run_IsDeterministic() => await _catalogs.SampleAsync(async catalog =>
    {
        var first = await ExtractAsync(catalog, new TermId?[catalog.Count]);
        Assert.Equal(first.TermIds, (await ExtractAsync(catalog, new TermId?[catalog.Count])).TermIds);
    });

    [Fact]
    public async Task Run_NeverChangesATermIdThatIsThere_WhateverIsAdded()
    => await Gen.Select(_catalogs, Gen.Int[0, 24]).SampleAsync(async (catalog, count) =>
    {
        var old = new Catalog(catalog.Take(Math.Max(1, Math.Min(count, catalog.Count))));
        var before = (await ExtractAsync(old, new TermId?[old.Count])).TermIds;
        TermId?[] existing = [.. before, .. new TermId?[catalog.Count - old.Count]];
        var after = await ExtractAsync(catalog, existing);
        Assert.Equal(before, after.TermIds.Take(old.Count));
        Assert.All(after.TermIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, TermId.DefaultLength, out _)));
        Assert.Equal(0, TermLibraryFigures.Of(catalog, new TermLibrary(after.TermIds)).CollidingItemsWithDifferentMetadata);
    });

    [Fact]
    public async Task Run_CountsAnswers_AndExtractsWhatIsNoTermId()
    {
        var catalog = Titled("Red mug", "Blue mug", "Green mug", "Teapot", "Kettle");
        var provider = new ScriptedTermProvider
        {
            Answer = request => request.Item switch
            {
                0 => new TermProposal(0, ["Mug", "red", "ceramic", "kitchen", "12 oz"]),
                1 => new TermProposal(1, ["mug", "blue", "ceramic", "kitchen", "large"], Attempts: 3),
                2 => new TermProposal(2, ["mug", "green", "Green", "kitchen", "large"], Attempts: 4),
                3 => TermProposal.Failed(3, 2, "The server is away."),
                _ => null,
            },
        };
        var generated = await RunAsync(catalog, provider, new TermId?[5]);
        Assert.Equal((1, 1, 3), (generated.ValidAtFirst, generated.Retried, generated.Extracted));
        Assert.Equal("[mug, red, ceramic, kitchen, 12-oz]", generated.TermIds[0]!.ToString());
        Assert.Equal(
            [(2, 4, "The term 'green' stands twice; all must differ."), (3, 2, "The server is away."),
                (4, 0, "The provider gave no answer.")],
            generated.Failures.Select(failure => (failure.Item, failure.Attempts, failure.Failure!)));
        Assert.All(generated.TermIds, termId => Assert.Null(TermValidation.Check(termId!.Terms, TermId.DefaultLength, out _)));
        Assert.Contains("teapot", generated.TermIds[3]!.Terms);
    }

    [Fact]
    public async Task Run_AsksOnlyForItemsWithoutATermId()
    {
        var provider = new ScriptedTermProvider();
        await RunAsync(Titled("Mug", "Teapot"), provider, [new TermId("a", "b", "c", "d", "e"), null]);
        Assert.Equal(1, Assert.Single(provider.Requests).Item);
    }

    [Fact]
    public async Task Run_PassesACancellationOn()
    {
        using var source = new CancellationTokenSource();
        var provider = new ScriptedTermProvider
        {
            Answer = request =>
            {
                source.Cancel();
                return TermProposal.Failed(request.Item, 1, "");
            },
        };
        var catalog = Titled("Mug", "Teapot");
        var generation = new TermGeneration(Context(catalog),
            provider, new TermExtractor(catalog, NeighborTable.Empty(2), TermId.DefaultLength), new TermsOptions());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generation.RunAsync(new TermId?[2], source.Token));
    }

    private static TermId Normalized(TermId termId)
        => new([.. termId.Terms.Select(term => TermNormalForm.TryNormalize(term, out var normal) ? normal : "")]);

    private static Catalog Titled(params string[] titles)
        => new(titles.Select((title, item) => new Item(item.ToString(), title, "", [], "")));

    private static TermContext Context(Catalog catalog)
        => new(catalog, TextNeighbors.Of(catalog), new StageContext(new GrlmWorkspace("none"), "none", new ProgressLog()));

    private static Task<GeneratedTerms> ExtractAsync(Catalog catalog, IReadOnlyList<TermId?> existing, int length = TermId.DefaultLength)
    {
        var context = Context(catalog);
        var extractor = new TermExtractor(catalog, context.Neighbors, length);
        return new TermGeneration(context, extractor, extractor, new TermsOptions { Length = length }).RunAsync(existing,
            TestContext.Current.CancellationToken);
    }

    private static Task<GeneratedTerms> RunAsync(
        Catalog catalog, ITermProvider provider, IReadOnlyList<TermId?> existing, int length = TermId.DefaultLength)
    {
        var context = Context(catalog);
        return new TermGeneration(context, provider, new TermExtractor(catalog, context.Neighbors, length),
            new TermsOptions { Length = length })
            .RunAsync(existing, TestContext.Current.CancellationToken);
    }
}
