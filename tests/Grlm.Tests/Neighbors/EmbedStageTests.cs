using System.Text.Json;

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
        var table = NeighborTableReader.Read(_folder.Workspace, _catalog);
        Assert.Equal([5, 2], table.Of(0).ToArray().Select(neighbor => neighbor.Item));
        Assert.Equal(1f, table.Of(0)[0].Similarity, 1e-6f);
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
            Assert.Equal(0, NeighborTableReader.Read(_folder.Workspace, catalog).Of(0).Length);
        }
    }

    [Fact]
    public async Task ARunWhoseProviderDied_GoesOnFromWhereItWas()
    {
        var provider = new ScriptedProvider();
        var good = provider.Answer;
        provider.Answer = texts => provider.Batches.Count > 2 ? throw new IOException("gone") : good(texts);
        var stage = new EmbedStage(provider.AsProviders, _ => _catalog);
        var options = new EmbedOptions { Provider = EmbeddingProvider.Onnx, BatchSize = 1 };
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
    public async Task NewItems_FindTheirNeighboursAmongAll()
    {
        await MakeDatasetAsync();
        await RunnerAsync(new EmbedStage(new EmbeddingProviders(), _ => _catalog), new EmbedOptions { Neighbors = 3 });
        Item[] added = [new("g", "Mirror, folding", "Acme", [["Beauty", "Tools"]], ""), new("h", "", "", [], "")];
        var rows = await new NewItemNeighbors(new EmbeddingProviders()).FindAsync(_folder.Workspace, added, new ProgressLog(), Token);
        Assert.Equal(2, rows.Count);
        Assert.Equal(1, rows[0][0].Item);
        Assert.Equal(1f, rows[0][0].Similarity, 1e-6f);
        Assert.Equal(4, rows[0][1].Item);
        Assert.Equal([0, 1, 2], rows[1].Select(neighbor => neighbor.Item));
        var none = await new NewItemNeighbors(new EmbeddingProviders()).FindAsync(_folder.Workspace, added[1..], new ProgressLog(), Token);
        Assert.Equal(3, none[0].Length);
    }

    [Fact]
    public async Task Read_RefusesTheNeighboursOfAnotherCatalogue_AndAsksForTheStageWhereThereAreNone()
    {
        Assert.Contains(
            "grlm embed",
            Assert.Throws<MissingPrerequisiteException>(() => NeighborTableReader.Read(_folder.Workspace, _catalog)).Message,
            StringComparison.Ordinal);
        await RunAsync(new EmbedOptions());
        Assert.Throws<InvalidInputException>(() => NeighborTableReader.Read(_folder.Workspace, Catalogs.WithIds("x")));
        await File.WriteAllTextAsync(_folder.Workspace.PathOf("neighbors", "neighbors.parquet"), "PAR1", Token);
        Assert.Throws<InvalidInputException>(() => NeighborTableReader.Read(_folder.Workspace, _catalog));
    }

    [Fact]
    public void InputsOf_RefusesAModelForTheLexicalProvider_AndAProviderThatThereIsNot()
    {
        var stage = new EmbedStage(new EmbeddingProviders(), _ => _catalog);
        Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(new EmbedOptions { Model = "x" }));
        Assert.Throws<InvalidOptionsException>(() => stage.InputsOf(new EmbedOptions { Provider = EmbeddingProvider.Ollama, Model = "x" }));
        Assert.Equal(["dataset"], stage.InputsOf(new EmbedOptions()).Artifacts);
    }

    private Task<EmbedReport> RunAsync(EmbedOptions options)
        => new EmbedStage(new EmbeddingProviders(), _ => _catalog).RunAsync(options, _folder.Context("neighbors"), Token);

    private Task<StageOutcome<EmbedReport>> RunnerAsync(EmbedStage stage, EmbedOptions options)
        => new StageRunner().RunAsync(stage, options, _folder.Workspace, new ProgressLog(), force: false, Token);

    private Task<StageOutcome<CountingResult>> MakeDatasetAsync()
        => new StageRunner().RunAsync(
            new CountingStage("import", "dataset"), new CountingOptions(), _folder.Workspace, new ProgressLog(), force: false, Token);
}
