using CsCheck;

namespace Grlm.Tests;

public sealed class DatasetReaderTests
{
    [Fact]
    public async Task Read_GivesTheCatalogueAndHistories_AcrossRowGroups()
    {
        using var files = new DatasetFiles();
        await files.WriteItemsAsync("a", "b", "c");
        await files.WriteInteractionsAsync([("ann", 0, 2), ("ann", 0, 0), ("bob", 1, 1)], [("bob", 1, 1), ("cid", 2, 0)]);

        var dataset = DatasetReader.Read(files.Workspace);

        Assert.Equal(["a", "b", "c"], dataset.Catalog.Select(item => item.Id));
        Assert.Equal(["All", "b"], Assert.Single(dataset.Catalog[1].Categories));
        Assert.Equal(["ann", "bob", "cid"], Enumerable.Range(0, dataset.Histories.Count).Select(dataset.Histories.UserId));
        Assert.Equal([2, 0], dataset.Histories[0].ToArray());
        Assert.Equal([1, 1], dataset.Histories[1].ToArray());
        Assert.Equal([0], dataset.Histories[2].ToArray());
    }

    // Import takes what nobody sees off the ends of an id, so an id that is pasted with it means the same item and user.
    [Theory]
    [InlineData("b", true)]
    [InlineData(" b\t", true)]
    [InlineData("\uFEFF\u200Bb\u200E\u2060", true)]
    [InlineData("b\u200Bb", false)]
    [InlineData("\u200B", false)]
    [InlineData("", false)]
    public void IdsAreFound_WithWhatNobodySeesAroundThem(string asked, bool there)
    {
        var catalog = new Catalog([new Item("a", "A", "", [], ""), new Item("b", "B", "", [], "")]);
        var histories = new UserHistories(["a", "b"], [0, 1, 2], [0, 1]);

        Assert.Equal(there, catalog.TryGetIndex(asked, out var item));
        Assert.Equal(there, histories.TryGetUser(asked, out var user));
        Assert.Equal(there ? (1, 1) : (0, 0), (item, user));
    }

    [Fact]
    public async Task Read_WithoutADataset_NamesTheCommandThatMakesOne()
    {
        using var files = new DatasetFiles();

        Assert.Contains("Run stage 'import'",
            Assert.Throws<MissingPrerequisiteException>(() => DatasetReader.Read(files.Workspace)).Message, StringComparison.Ordinal);
        await files.WriteItemsAsync("a");
        Assert.Equal(4, Assert.Throws<MissingPrerequisiteException>(() => DatasetReader.Read(files.Workspace)).ExitCode);
    }

    [Fact]
    public async Task Read_OfAnItemBeyondTheCatalogueOrUsersOutOfOrder_IsRefused()
    {
        using var files = new DatasetFiles();
        await files.WriteItemsAsync("a");

        await files.WriteInteractionsAsync([("ann", 0, 1)]);
        Assert.Contains("item 1 is not in the catalogue of 1 items",
            Assert.Throws<InvalidInputException>(() => DatasetReader.Read(files.Workspace)).Message, StringComparison.Ordinal);

        await files.WriteInteractionsAsync([("ann", 0, 0), ("bob", 1, 0), ("ann", 0, 0)]);
        Assert.Contains("user 0 is out of order", Assert.Throws<InvalidInputException>(() => DatasetReader.Read(files.Workspace)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfAnotherTable_NamesTheColumnThatIsMissing()
    {
        using var files = new DatasetFiles();
        await files.WriteItemsAsync("a");
        File.Copy(files.PathOf(ArtifactNames.Items), files.PathOf(ArtifactNames.Interactions));

        var error = Assert.Throws<InvalidInputException>(() => DatasetReader.Read(files.Workspace));

        Assert.Contains("interactions.parquet", error.Message, StringComparison.Ordinal);
        Assert.Contains("there is no column 'user_index'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfACutFile_IsRefusedWhereverItIsCut()
    {
        using var files = new DatasetFiles();
        await files.WriteItemsAsync("a", "b");
        await files.WriteInteractionsAsync([("ann", 0, 1)]);
        var path = files.PathOf(ArtifactNames.Items);
        var whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            File.WriteAllBytes(path, whole[..length]);
            var error = Assert.Throws<InvalidInputException>(() => DatasetReader.Read(files.Workspace));
            Assert.Contains("items.parquet: the file is damaged", error.Message, StringComparison.Ordinal);
            Assert.EndsWith("Run it again.", error.Message, StringComparison.Ordinal);
        }, iter: 200, threads: 1);
    }

    [Theory]
    [InlineData(ArtifactNames.Items)]
    [InlineData(ArtifactNames.Interactions)]
    public async Task Read_OfADamagedByteAmongTheData_ReadsItOrRefusesIt(string name)
    {
        using var files = new DatasetFiles();
        await files.WriteItemsAsync("a", "b");
        await files.WriteInteractionsAsync([("ann", 0, 1), ("bob", 1, 0)]);
        var whole = await File.ReadAllBytesAsync(files.PathOf(name), TestContext.Current.CancellationToken);
        var refused = 0;

        // The footer is left whole: the Parquet library reads on without end where its last byte is not the one that ends it.
        var footer = BitConverter.ToInt32(whole, whole.Length - 8) + 8;
        Gen.Select(Gen.Int[0, whole.Length - footer - 1], Gen.Byte[1, 255]).Sample((place, change) =>
        {
            var damaged = whole.ToArray();
            damaged[place] ^= change;
            File.WriteAllBytes(files.PathOf(name), damaged);
            try
            {
                DatasetReader.Read(files.Workspace);
            }
            catch (InvalidInputException)
            {
                refused++;
            }
        }, iter: 300, threads: 1);

        Assert.NotEqual(0, refused);
    }
}
