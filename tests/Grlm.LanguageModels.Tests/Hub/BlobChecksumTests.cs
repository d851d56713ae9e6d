namespace Grlm.LanguageModels.Tests;

public sealed class BlobChecksumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3b18e512dba79e4c8300dd08aeb37f8e728b8dad", true)] // git hash-object
    [InlineData("a948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447", true)] // sha256sum
    [InlineData("22596363b3de40b06f981fb85d82312e8c0ed511", false)] // sha1sum: without git's header it is another
    [InlineData("b948904f2f0f479b8f8197694b30184b0d2ed1c1cd2a1ec0fb85d299a192a447", false)]
    [InlineData("any-other-tag", true)]
    public async Task Matches_KnowsTheChecksumsOfHelloWorld(string tag, bool matches)
    {
        var path = _folder.PathOf("content");
        await File.WriteAllTextAsync(path, "hello world\n", TestContext.Current.CancellationToken);
        Assert.Equal(matches, await BlobChecksum.MatchesAsync(path, tag, TestContext.Current.CancellationToken));
    }
}
