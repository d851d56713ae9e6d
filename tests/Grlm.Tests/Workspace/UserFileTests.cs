using System.Diagnostics;

namespace Grlm.Tests;

public sealed class UserFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grlm user file ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_ReadsARegularFile_AndOneThroughALink()
    {
        var path = Write("text", "one\ntwo\n");
        var link = PathOf("link");
        File.CreateSymbolicLink(link, path);

        Assert.Equal("one\ntwo\n", UserFile.ReadAllText(path));
        Assert.Equal(["one", "two"], UserFile.ReadLines(link));
    }

    [Fact]
    public void Open_OfAnEmptyFile_GivesAnEmptyText() => Assert.Equal(string.Empty, UserFile.ReadAllText(Write("empty", string.Empty)));

    [Fact]
    public void Open_OfAMissingFile_NamesIt()
        => Assert.Contains($"There is no file '{PathOf("none")}'",
            Assert.Throws<MissingPrerequisiteException>(() => UserFile.Open(PathOf("none"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/dev/zero", "a device")]
    [InlineData("/dev/random", "a device")]
    [InlineData("/dev/full", "a device")]
    [InlineData("/proc/self/mem", "cannot be read as a file")]
    [InlineData("/dev", "a folder")]
    public void Open_OfWhatIsNoRegularFile_RefusesItWithItsPath(string path, string what)
    {
        Assert.SkipUnless(Path.Exists(path), $"There is no {path} on this system.");
        var link = PathOf("device");
        File.CreateSymbolicLink(link, path);
        foreach (var name in new[] { path, link })
        {
            var error = Assert.Throws<InvalidInputException>(() => UserFile.ReadAllText(name));
            Assert.Equal(3, error.ExitCode);
            Assert.StartsWith($"{name}: this", error.Message, StringComparison.Ordinal);
            Assert.Contains(what, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_OfALinkThatLeadsNowhere_SaysWhereTo()
    {
        File.CreateSymbolicLink(PathOf("dangling"), "/nonexistent");
        File.CreateSymbolicLink(PathOf("loop"), PathOf("loop2"));
        File.CreateSymbolicLink(PathOf("loop2"), PathOf("loop"));

        Assert.Contains("leads to '/nonexistent'", Assert.Throws<InvalidInputException>(() => UserFile.Open(PathOf("dangling"))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith($"{PathOf("loop")}: ", Assert.Throws<InvalidInputException>(() => UserFile.Open(PathOf("loop"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfAPipe_ReadsWhatIsWrittenAsAStream_AndRefusesItAsAFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are no files on Windows.");
        var pipe = Pipe();
        var writer = Task.Factory.StartNew(() => File.WriteAllText(pipe, "through"), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await using (var stream = UserFile.OpenStream(pipe, TestContext.Current.CancellationToken))
        using (var reader = new StreamReader(stream))
        {
            Assert.False(stream.CanSeek);
            Assert.Equal("through", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        await writer;
        using var both = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Contains("a pipe or a terminal", Assert.Throws<InvalidInputException>(() => UserFile.Open(pipe)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAPipeThatNothingWritesTo_EndsByItself_AndWhenCancelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are no files on Windows.");
        var pipe = Pipe();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Contains(
            "nothing writes to",
            Assert.Throws<InvalidInputException>(
                () => UserFile.OpenStream(pipe, TimeSpan.FromMilliseconds(1), CancellationToken.None)).Message,
            StringComparison.Ordinal);
        Assert.ThrowsAny<OperationCanceledException>(() => UserFile.OpenStream(pipe, cancelled.Token));
    }

    [Fact]
    public void ReadAllText_OfAFileThatIsTooLong_RefusesIt()
    {
        using (var file = File.Create(PathOf("long")))
        {
            file.SetLength(UserFile.MaximumText + 1L);
        }

        Assert.Contains("where at most", Assert.Throws<InvalidInputException>(() => UserFile.ReadAllText(PathOf("long"))).Message,
            StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private string Pipe()
    {
        using var process = Process.Start("mkfifo", [PathOf("pipe")]);
        process.WaitForExit();
        return PathOf("pipe");
    }
}
