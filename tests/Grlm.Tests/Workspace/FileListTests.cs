using System.Text.Json;

namespace Grlm.Tests;

public sealed class FileListTests
{
    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("[\"a\",\"b\"]", "a", "b")]
    public void Json_IsATextOrAList(string json, params string[] paths)
    {
        var files = JsonSerializer.Deserialize<FileList>(json)!;
        Assert.Equal(FileList.Of(paths), files);
        Assert.Equal(json, JsonSerializer.Serialize(files));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("7")]
    public void Json_OfAnythingElse_IsRefused(string json)
    => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<FileList>(json));

    [Fact]
    public void Lists_AreEqualByTheirPathsInOrder()
    {
        Assert.Equal<FileList>("a", FileList.Of(["a"]));
        Assert.NotEqual(FileList.Of(["a", "b"]), FileList.Of(["b", "a"]));
    }
}
