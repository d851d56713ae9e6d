namespace Grlm.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void Write_ReplacesTheFile()
    {
        using var temporary = new TemporaryWorkspace();
        var path = temporary.WriteOutside("report.json", "a longer old text");
        AtomicFile.WriteAllText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_MakesAFileThatWasNotThere()
    {
        using var temporary = new TemporaryWorkspace();
        var path = Path.Combine(Path.GetDirectoryName(temporary.WriteOutside("beside", ""))!, "new.json");
        AtomicFile.WriteAllText(path, "new");
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_KeepsTheOldFileAlone_WhenWritingFails()
    {
        using var temporary = new TemporaryWorkspace();
        var path = temporary.WriteOutside("report.json", "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("half way");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public void Write_OfADevice_WritesToItAndDoesNotReplaceIt(string device)
    {
        Assert.SkipUnless(File.Exists(device), "There are no such devices here.");
        using var temporary = new TemporaryWorkspace();
        var link = Path.Combine(Path.GetDirectoryName(temporary.WriteOutside("beside", ""))!, "link");
        File.CreateSymbolicLink(link, device);

        AtomicFile.WriteAllText(link, "swallowed");

        Assert.Equal(device, new FileInfo(link).LinkTarget);
        Assert.Equal(0, new FileInfo(device).Length);
    }

    [Fact]
    public void Write_ThroughALink_KeepsTheLink()
    {
        using var temporary = new TemporaryWorkspace();
        var path = temporary.WriteOutside("report.json", "");
        var link = Path.Combine(Path.GetDirectoryName(path)!, "link");
        File.CreateSymbolicLink(link, path);
        AtomicFile.WriteAllText(link, "new");
        Assert.Equal(("new", path), (File.ReadAllText(path), new FileInfo(link).LinkTarget));
    }
}
