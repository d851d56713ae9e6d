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
}
