using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.Tests;

public sealed class EmbedStageTests : IDisposable
{
    private static readonly Item[] _items =
    [
        new("a", "Black soap with olive oil", "Lumen", [["Beauty", "Soaps"]], ""),
        new("b", "Mirror, folding", "Acme", [["Beauty", "Tools"]], ""),
        new("c", "Black soaps with olive oil, large", "Lumen", [["Beauty", "Soaps"]], ""),
        new("d", "", "", [], ""),
        new("e", "Folding mirror with light", "Acme", [["Beauty", "Tools"]], ""),
        new("f", "Black soap with olive oil", "Lumen", [["Beauty", "Soaps"]], ""),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Catalog _catalog = new(_items);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WritesNeighboursThatReadBackTheSame_AndItsReport()
    {
        var report = await RunAsync(new EmbedOptions { Neighbors = 2 });
        var table = NeighborTableFile.ByText.Read(_folder.Workspace, _catalog);
        Assert.Equal([5, 2], table.Of(0).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal(1f, table.Of(0)[0].Score, 1e-6f);
        Assert.Equal(4, table.Of(1)[0].Item);
        Assert.Equal([0, 1], table.Of(3).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal((6, 1, 4, 2), (report.Items, report.WithoutText, report.Texts, report.Neighbors));

        var vectors = MatrixFile.Read(_folder.Workspace.PathOf("neighbors", "embeddings.safetensors"), "embeddings");
        Assert.Equal((6, report.Width), (vectors.Count, vectors.Width));
        Assert.Equal(vectors[0].ToArray(), vectors[5].ToArray());
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.Workspace.PathOf("neighbors", "report.json"), Token));
        Assert.Equal("lexical", json.RootElement.GetProperty("provider").GetString());
        Assert.True(json.RootElement.GetProperty("search").GetProperty("exact").GetBoolean());
        Assert.False(File.Exists(_folder.Workspace.PathOf("neighbors", EmbeddingLog.FileName)));
    }

    [Fact]
    public async Task Run_CountsItemsWithTextWhoseVectorsAreZeros()
    {
        var provider = new ScriptedProvider
        {
            Answer =
                texts => texts.Select(text => text.StartsWith("Mirror", StringComparison.Ordinal) ? new float[2] : [1f, text.Length])
        };
        var options = new EmbedOptions { Provider = "onnx" };
        var report = await new EmbedStage(provider.AsProviders, _ => _catalog).RunAsync(options, _folder.Context("neighbors"), Token);
        Assert.Equal((1, 1), (report.ZeroVectors, report.WithoutText));
    }

    [Fact]
    public async Task Run_GivesTheSameBytesForTheSameSeed_WithAnyNumberOfThreads()
    {
        await RunAsync(new EmbedOptions { Threads = 1 });
        var first = await File.ReadAllBytesAsync(_folder.Workspace.PathOf("neighbors", "embeddings.safetensors"), Token);
        await RunAsync(new EmbedOptions { Threads = 2 });
        Assert.Equal(first, await File.ReadAllBytesAsync(_folder.Workspace.PathOf("neighbors", "embeddings.safetensors"), Token));
    }

    [Fact]
    public async Task Run_TakesACatalogueOfOneItem_AndOneWithoutText()
    {
        foreach (var item in (Item[])[_items[0], _items[3]])
        {
            var catalog = new Catalog([item]);
            await new EmbedStage(new EmbeddingProviders(), _ => catalog).RunAsync(new EmbedOptions(), _folder.Context("neighbors"), Token);
            Assert.Equal(0, NeighborTableFile.ByText.Read(_folder.Workspace, catalog).Of(0).Length);
        }
    }

    [Fact]
    public async Task ARunWhoseProviderDied_GoesOnFromWhereItWas()
    {
        var provider = new ScriptedProvider();
        var good = provider.Answer;
        provider.Answer = texts => provider.Batches.Count > 2 ? throw new IOException("gone") : good(texts);
        var stage = new EmbedStage(provider.AsProviders, _ => _catalog);
        var options = new EmbedOptions { Provider = "onnx", BatchSize = 1 };
        Directory.CreateDirectory(_folder.Workspace.PathOf("dataset"));
        await MakeDatasetAsync();
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunnerAsync(stage, options));
        provider.Answer = good;
        await RunnerAsync(stage, options);

        // Four different texts: two, the one that failed, and after it that one and the last.
        Assert.Equal(5, provider.Batches.Count);
        Assert.Equal(4, provider.Batches.SelectMany(batch => batch).Distinct().Count());
    }

    [Fact]
    public async Task Keep_EmbedsOnlyWhatIsNewOrHasAnotherText()
    {
        await MakeDatasetAsync();
        var provider = new ScriptedProvider();
        var options = new EmbedOptions { Provider = "onnx", Neighbors = 3, Keep = true };
        Assert.Equal(0, (await RunnerAsync(new EmbedStage(provider.AsProviders, _ => _catalog), options)).Result.Kept);
        var before = MatrixFile.Read(_folder.Workspace.PathOf("neighbors", "embeddings.safetensors"), "embeddings");
        provider.Batches.Clear();

        // "b" is renamed and stands last, "g" is new and equal to "c", "e" is gone.
        var catalog = new Catalog([_items[0], _items[2], _items[3], new("g", _items[2].Title, "Lumen", _items[2].Categories, ""),
            _items[5], _items[1] with { Title = "Pocket mirror" }]);
        var report = (await RunnerAsync(new EmbedStage(provider.AsProviders, _ => catalog), options, force: true)).Result;
        Assert.Equal([ItemText.Of(catalog[5]), ItemText.Of(catalog[3])], provider.Batches.SelectMany(batch => batch));
        Assert.Equal((6, 4), (report.Items, report.Kept));
        var after = MatrixFile.Read(_folder.Workspace.PathOf("neighbors", "embeddings.safetensors"), "embeddings");
        Assert.Equal(before[2].ToArray(), after[1].ToArray());
        Assert.Equal(after[1].ToArray(), after[3].ToArray());

        // With so few items every kept list named one that changed, so all are those of a search over everything.
        var table = NeighborTableFile.ByText.Read(_folder.Workspace, catalog);
        Assert.Equal(Vectors.BruteForce(after, 3), Enumerable.Range(0, 6).Select(item => table.Of(item).ToArray()));
    }

    [Fact]
    public async Task Keep_LeavesListsOfOldItemsAsTheyAre_AndFindsThoseOfNewOnes()
    {
        await MakeDatasetAsync();
        var options = new EmbedOptions { Neighbors = 1 };
        await RunnerAsync(new EmbedStage(new EmbeddingProviders(), _ => _catalog), options);
        var before = NeighborTableFile.ByText.Read(_folder.Workspace, _catalog);
        var learnt = await File.ReadAllBytesAsync(_folder.Workspace.PathOf("neighbors", ArtifactNames.LexicalProjection), Token);

        var catalog = new Catalog([.. _items, new("g", "Mirror, folding", "Acme", [["Beauty", "Tools"]], ""), new("h", "", "", [], "")]);
        await RunnerAsync(new EmbedStage(new EmbeddingProviders(), _ => catalog), options with { Keep = true });
        var after = NeighborTableFile.ByText.Read(_folder.Workspace, catalog);
        Assert.All(Enumerable.Range(0, _items.Length), item => Assert.Equal(before.Of(item).ToArray(), after.Of(item).ToArray()));
        Assert.Equal((1, 1f), (after.Of(6)[0].Item, MathF.Round(after.Of(6)[0].Score, 6)));
        Assert.Equal(0, after.Of(7)[0].Item);
        Assert.Equal(learnt, await File.ReadAllBytesAsync(_folder.Workspace.PathOf("neighbors", ArtifactNames.LexicalProjection), Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keep_KeepsNothing_WhereOtherOptionsOrAnotherModelMadeTheVectors(bool otherModel)
    {
        await MakeDatasetAsync();
        var model = Path.Combine(_folder.Root, "model.bin");
        await File.WriteAllTextAsync(model, "one", Token);
        var provider = new ScriptedProvider { Files = [model] };
        var options = new EmbedOptions { Provider = "onnx" };
        await RunnerAsync(new EmbedStage(provider.AsProviders, _ => _catalog), options);
        await File.WriteAllTextAsync(model, otherModel ? "two" : "one", Token);
        var outcome = await RunnerAsync(
            new EmbedStage(provider.AsProviders, _ => _catalog),
            options with { Keep = true, Neighbors = otherModel ? options.Neighbors : 2 });
        Assert.Equal(0, outcome.Result.Kept);
    }

    [Fact]
    public async Task Keep_RefusesVectorsOfAnotherWidth()
    {
        await MakeDatasetAsync();
        var provider = new ScriptedProvider();
        var options = new EmbedOptions { Provider = "onnx" };
        await RunnerAsync(new EmbedStage(provider.AsProviders, _ => _catalog), options);
        provider.Answer = texts => [.. texts.Select(_ => new float[] { 1, 2, 3, 4, 5, 6, 7 })];
        var catalog = new Catalog([.. _items, new("g", "Brush", "", [], "")]);
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => RunnerAsync(new EmbedStage(provider.AsProviders, _ => catalog), options with { Keep = true }));
        Assert.Contains("option 'keep'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_RefusesTheNeighboursOfAnotherCatalogue_AndAsksForTheStageWhereThereAreNone()
    {
        Assert.Contains(
            "stage 'embed'",
            Assert.Throws<MissingPrerequisiteException>(() => NeighborTableFile.ByText.Read(_folder.Workspace, _catalog)).Message,
            StringComparison.Ordinal);
        await RunAsync(new EmbedOptions());
        Assert.Throws<InvalidInputException>(() => NeighborTableFile.ByText.Read(_folder.Workspace, Catalogs.WithIds("x")));
        await File.WriteAllTextAsync(_folder.Workspace.PathOf("neighbors", "neighbors.parquet"), "PAR1", Token);
        Assert.Throws<InvalidInputException>(() => NeighborTableFile.ByText.Read(_folder.Workspace, _catalog));
    }

    [Fact]
    public async Task Run_TakesAGeneratorByName()
    {
        var provider = new ScriptedProvider();
        var stage = new EmbedStage(new EmbeddingProviders().With("mine", (IEmbeddingGenerator<string, Embedding<float>>)provider),
            _ => _catalog);
        var report = await stage.RunAsync(new EmbedOptions { Provider = "Mine" }, _folder.Context("neighbors"), Token);
        Assert.Equal(("mine", 2), (report.Provider, report.Width));
        Assert.NotEmpty(provider.Batches);
        Assert.Contains("Did you mean 'mine'? There are: lexical, mine.", Assert.Throws<InvalidOptionsException>(
            () => stage.InputsOf(new EmbedOptions { Provider = "mime" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InputsOf_RefusesAModelForTheLexicalProvider_AndAProviderThatThereIsNot()
    {
        var stage = new EmbedStage(new EmbeddingProviders(), _ => _catalog);
        Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(new EmbedOptions { Model = "x" }));
        Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(new EmbedOptions { Provider = "ollama", Model = "x" }));
        Assert.Equal(["dataset"], stage.InputsOf(new EmbedOptions()).Artifacts);
    }

    private Task<EmbedReport> RunAsync(EmbedOptions options)
        => new EmbedStage(new EmbeddingProviders(), _ => _catalog).RunAsync(options, _folder.Context("neighbors"), Token);

    private Task<StageOutcome<EmbedReport>> RunnerAsync(EmbedStage stage, EmbedOptions options, bool force = false)
        => new StageRunner().RunAsync(stage, options, _folder.Workspace, new ProgressLog(), force, Token);

    private Task<StageOutcome<CountingResult>> MakeDatasetAsync()
        => new StageRunner().RunAsync(
            new CountingStage("import", "dataset"), new CountingOptions(), _folder.Workspace, new ProgressLog(), force: false, Token);
}
