namespace Grlm.Import.Tests;

public sealed class RealDataTests
{
    [Theory]
    [InlineData("amazon-beauty", "sequences.txt", 12_101, 22_363, 194_687)]
    [InlineData("amazon-beauty", "sequences_full.txt", 12_101, 22_363, 198_502)]
    [InlineData("amazon-toys", "sequences.txt", 11_924, 19_412, 167_597)]
    [InlineData("amazon-office", "sequences.txt", 3_459, 3_231, 22_447)]
    [InlineData("movielens-1m", "interactions.tsv", 3_416, 6_040, 999_611)]
    [InlineData("movielens-1m", "sequences.txt", 3_416, 6_040, 999_611)]
    public void Import_KeepsEveryRowOfThePublicDataSets(string name, string file, int items, int users, int interactions)
    {
        var folder = SharedData.Folder(name);
        using var import = new TestImport();

        var report = import.Run(
            new ImportOptions
            {
                Items = Path.Combine(folder, "items.jsonl"),
                Interactions = Path.Combine(folder, file),
                TextUsers = name == "amazon-office"
            });

        Assert.Equal((items, users, interactions, 0L), (report.Items, report.Users, report.Interactions, report.Duplicates));
        Assert.Empty(report.Dropped);
        var dataset = import.Read();
        Assert.Equal((items, users, interactions), (dataset.Catalog.Count, dataset.Histories.Count, dataset.Histories.InteractionCount));
    }

    [Fact]
    public void Import_OfMovieLens_OrdersInteractionsAsItsSequencesDo()
    {
        var folder = SharedData.Folder("movielens-1m");
        using var import = new TestImport();
        import.Run(Path.Combine(folder, "items.jsonl"), Path.Combine(folder, "interactions.tsv"));

        Assert.Equal(
            File.ReadLines(Path.Combine(folder, "sequences.txt")),
            import.Histories().Select(history => history.Replace(":", string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public void Import_OfBeauty_KeepsHistoriesAndText()
    {
        var folder = SharedData.Folder("amazon-beauty");
        using var import = new TestImport();
        import.Run(Path.Combine(folder, "items.jsonl"), Path.Combine(folder, "sequences.txt"));

        var first = import.Read().Catalog[0];
        Assert.Equal(("1", "Phyto Phytocitrus Restructuring Mask for Unisex, 6.7 Ounce", "Phyto", string.Empty),
            (first.Id, first.Title, first.Brand, first.Description));
        Assert.Equal(["Beauty", "Hair Care", "Conditioners"], Assert.Single(first.Categories));
        Assert.Equal(
            File.ReadLines(Path.Combine(folder, "sequences.txt")),
            import.Histories().Select(history => history.Replace(":", string.Empty, StringComparison.Ordinal)));
    }

    [Fact]
    public void Import_OfOffice_NamesTheWayToAllowItsTextUsers()
    {
        var folder = SharedData.Folder("amazon-office");
        using var import = new TestImport();

        var error = Assert.Throws<InvalidInputException>(
            () => import.Run(Path.Combine(folder, "items.jsonl"), Path.Combine(folder, "sequences.txt")));

        Assert.Contains("sequences.txt:1: the user 'A994' is not a whole number", error.Message, StringComparison.Ordinal);
    }
}
