namespace Grlm.Tests;

public sealed class NeighborTableFileTests
{
    private static readonly Catalog _catalog = Catalogs.WithIds("a", "b", "c");

    [Fact]
    public void Read_GivesWhatWasWritten()
    {
        using var folder = new TemporaryFolder();
        Neighbor[][] lists = [[new(2, 0.5f), new(1, 0.25f)], [], [new(0, 0.5f)]];
        Write(folder, _catalog, lists);
        var similar = NeighborTableFile.ByBehavior.Read(folder.Workspace, _catalog);
        Assert.Equal(3, similar.Count);
        Assert.Equal(lists, Enumerable.Range(0, 3).Select(item => similar.Of(item).ToArray()));
    }

    [Fact]
    public void Read_SaysWhatToRun_WhereThereIsNoTable()
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<MissingPrerequisiteException>(() => NeighborTableFile.ByBehavior.Read(folder.Workspace, _catalog));
        Assert.Contains("stage 'rank'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RefusesATableOfAnotherCatalogue()
    {
        using var folder = new TemporaryFolder();
        Write(folder, _catalog, [[new(2, 0.5f)], [], []]);
        var error = Assert.Throws<InvalidInputException>(
            () => NeighborTableFile.ByBehavior.Read(folder.Workspace, Catalogs.WithIds("a", "b")));
        Assert.Contains("stage 'rank'", error.Message, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, Catalog catalog, Neighbor[][] lists)
        => NeighborTableFile.ByBehavior.WriteAsync(
            Path.Combine(folder.Context(ArtifactNames.Ranker).OutputDirectory, ArtifactNames.SimilarItems),
            catalog, new NeighborTable(lists), CancellationToken.None).GetAwaiter().GetResult(); // on a local file nothing waits
}
