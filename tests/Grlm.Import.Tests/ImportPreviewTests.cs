namespace Grlm.Import.Tests;

public sealed class ImportPreviewTests : IDisposable
{
    private readonly TestImport _import = new();

    public void Dispose() => _import.Dispose();

    [Fact]
    public void Look_SaysWhatAFileHolds_AndWritesNothing()
    {
        var path = _import.Write("ratings.csv", "userId;movieId;rating;timestamp\n1;7;5;1400000000\n2;8;x;1400000001\n2;9;1;when\n");

        var preview = Look(path);

        Assert.Equal(("interactions", 2L), (preview.Content, preview.Rows));
        Assert.Equal("table separated by ';', with a header, UTF-8", preview.Reading.Form);
        Assert.Equal([new("userId", "user"), new("movieId", "item"), new("timestamp", "time")], preview.Reading.Columns);
        Assert.Equal(["rating"], preview.Reading.Unread);
        Assert.Equal(("1", "7", "2014-05-13T16:53:20Z"),
            (preview.First[0]["user_id"], preview.First[0]["item_id"], preview.First[0]["timestamp"]));
        Assert.Equal([new("invalid timestamp", 1)], preview.Dropped);
        Assert.Contains("ratings.csv:4: ", preview.FirstFault, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_import.Workspace.Root));
    }

    [Theory]
    [InlineData("a.json", "[{\"asin\": \"a\", \"title\": \"Soap\"}]", "items")]
    [InlineData("a.json", "{\"asin\": \"a\", \"reviewerID\": \"u\"}", "interactions")]
    [InlineData("a.txt", "1 a b\n", "interactions")]
    [InlineData("movies.dat", "1::Toy Story (1995)::Animation\n", "items")]
    [InlineData("a.csv", "item_id,title\na,Soap\n", "items")]
    public void Look_TellsItemsFromInteractions(string name, string text, string content)
        => Assert.Equal((content, true), (Look(_import.Write(name, text)).Content, Look(_import.Write(name, text)).Rows > 0));

    private static FilePreview Look(string path) => ImportPreview.Look(
        path, isItems: null, new ImportOptions { Items = [], Interactions = [] }, new TestImport.Progress(),
        TestContext.Current.CancellationToken);
}
