namespace Grlm.Import.Tests;

public sealed class LiteralPathsTests
{
    [Theory]
    [InlineData("items[1].parquet", "items1.parquet")]
    [InlineData("x*.parquet", "xy.parquet")]
    [InlineData("a?b.parquet", "acb.parquet")]
    [InlineData("a[!b].parquet", "ac.parquet")]
    [InlineData("it's \"$1\" 100% #1; {a,b}.parquet", "it.parquet")]
    [InlineData("item_id=9.parquet", "9.parquet")]
    public void Import_ReadsTheFileThatWasNamedAndNoOther(string name, string other)
    {
        using var import = new TestImport();
        import.WriteParquet(other, "SELECT 'b' AS item_id, 'wrong' AS title");
        File.Move(import.WriteParquet("i.parquet", "SELECT 'a' AS item_id, 'right' AS title"), import.PathOf(name));

        import.Run(import.PathOf(name), import.Write("s.txt", "1 a a a\n"));

        Assert.Equal(["right"], import.Read().Catalog.Select(item => item.Title));
    }

    [Fact]
    public void Import_FromAFolderThatIsNamedLikeAPartition_TakesNothingFromItsName()
    {
        using var import = new TestImport();
        Directory.CreateDirectory(import.PathOf("title=wrong"));
        File.Move(import.WriteParquet("i.parquet", "SELECT 'a' AS item_id, 'right' AS title"), import.PathOf("title=wrong/i.parquet"));

        import.Run(import.PathOf("title=wrong/i.parquet"), import.Write("s.txt", "1 a a a\n"));

        Assert.Equal(["right"], import.Read().Catalog.Select(item => item.Title));
    }

    [Fact]
    public void Import_OfWhatIsNoParquet_NamesTheFileAsTheUserDoes()
    {
        using var import = new TestImport();
        import.WriteParquet("items1.parquet", "SELECT 'a' AS item_id");
        var items = import.Write("items[1].parquet", "no parquet at all");

        var message = Assert.Throws<InvalidInputException>(() => import.Run(items, import.Write("s.txt", "1 a\n"))).Message;

        Assert.Contains("items[1].parquet: this is not a Parquet file", message, StringComparison.Ordinal);
        Assert.DoesNotContain("grlm-", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("w?x")]
    [InlineData("w#x")]
    [InlineData("w[1]*")]
    [InlineData("w$%x'\"; ~")]
    public async Task Import_IntoAWorkspaceOfAnyName_WritesThere(string name)
    {
        using var import = new TestImport();
        var workspace = new GrlmWorkspace(import.PathOf(name));
        var output = workspace.PathOf(ArtifactNames.Dataset);
        var options = new ImportOptions
        {
            Items = import.Write("i.jsonl", TestImport.TwoItems),
            Interactions = import.Write("s.txt", "1 a b a\n")
        };

        await new ImportStage().RunAsync(options, new StageContext(workspace, output, new TestImport.Progress()),
            TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], DatasetReader.Read(workspace).Catalog.Select(item => item.Id));
        Assert.Equal([ArtifactNames.Interactions, ArtifactNames.Items, ArtifactNames.Split],
            Directory.EnumerateFileSystemEntries(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Of_APlainPath_IsThePathItself()
    {
        using var paths = new LiteralPaths();
        Assert.Equal(Path.GetFullPath("a b'c.parquet"), paths.Of("a b'c.parquet"));
    }

    [Fact]
    public void Dispose_TakesTheLinksAndLeavesWhatTheyStandFor()
    {
        using var import = new TestImport();
        var file = import.Write("a*.parquet", "x");
        string link;
        using (var paths = new LiteralPaths())
        {
            link = paths.Of(file);
            Assert.Equal("x", File.ReadAllText(link));
            Assert.Equal(link, paths.Of(file));
            Assert.True(Directory.Exists(paths.Of(Path.GetDirectoryName(file)!)));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(link)));
        Assert.True(File.Exists(file));
    }
}
