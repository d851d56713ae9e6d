namespace Grlm.Import.Tests;

public sealed class AddItemsStageTests : IDisposable
{
    private readonly TestImport _import = new();

    public AddItemsStageTests()
        => _import.Run(_import.Write("items.jsonl", TestImport.TwoItems), _import.Write("sequences.txt", "1 a b b a\n2 b a"));

    public void Dispose() => _import.Dispose();

    [Fact]
    public async Task Run_AppendsNewItems_AndTakesNewMetadata_WithHistoriesAsTheyWere()
    {
        var histories = _import.Histories();
        var (report, added) = await AddAsync("""
            {"item_id": "c", "title": "Comb", "categories": [["Hair", "Combs"]]}
            {"item_id": "a", "title": "Soap, renamed"}
            {"item_id": "b", "title": "Brush"}
            {"item_id": "c", "title": "Comb", "categories": [["Hair", "Combs"]]}
            """);
        Assert.Equal((3, 1, 1), (report.Items, report.Added, report.Updated));
        var dataset = DatasetReader.Read(added);
        Assert.Equal(["a: Soap, renamed", "b: Brush", "c: Comb"], dataset.Catalog.Select(item => $"{item.Id}: {item.Title}"));
        Assert.Equal(["Hair", "Combs"], dataset.Catalog[2].Categories[0]);
        Assert.Equal(["1: a b b a", "2: b a"], histories);
        Assert.Equal([0, 1, 1, 0], dataset.Histories[0].ToArray());
    }

    [Fact]
    public async Task Run_RefusesContradictions_AndDropsThem_WhenLenient()
    {
        const string contradiction = """
            {"item_id": "c", "title": "Comb"}
            {"item_id": "c", "title": "Mirror"}
            """;
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => AddAsync(contradiction));
        Assert.Contains("new.jsonl:2:", error.Message, StringComparison.Ordinal);
        var (report, added) = await AddAsync(contradiction, lenient: true);
        Assert.Equal((1, 1), (report.Added, report.Dropped.Values.Sum()));
        Assert.Equal("Comb", DatasetReader.Read(added).Catalog[2].Title);
    }

    [Fact]
    public async Task Run_ReadsTheColumnsThatAreNamed()
    {
        var (report, added) = await AddAsync(new AddItemsOptions
        {
            Items = _import.Write("new.csv", "Nr;Bezeichnung\nc;Kamm\n"),
            Dataset = _import.OutputDirectory,
            Columns = ["item=Nr,title=Bezeichnung"],
        });
        Assert.Equal(("Kamm", 1), (DatasetReader.Read(added).Catalog[2].Title, report.Added));
    }

    private Task<(AddItemsReport Report, GrlmWorkspace Workspace)> AddAsync(string items, bool lenient = false)
        => AddAsync(
            new AddItemsOptions { Items = _import.Write("new.jsonl", items), Dataset = _import.OutputDirectory, Lenient = lenient });

    private async Task<(AddItemsReport Report, GrlmWorkspace Workspace)> AddAsync(AddItemsOptions options)
    {
        var stage = new AddItemsStage();
        var output = Directory.CreateDirectory(Path.Combine(_import.PathOf("added"), ArtifactNames.Dataset)).FullName;
        var report = await stage.RunAsync(
            options, new StageContext(_import.Workspace, output, new TestImport.Progress()), TestContext.Current.CancellationToken);
        Assert.Equal(3, Directory.GetFiles(output).Length);
        return (report, new GrlmWorkspace(_import.PathOf("added")));
    }
}
