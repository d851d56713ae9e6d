using Grlm.Torch;

namespace Grlm.EndToEnd.Tests;

public sealed class SystemFaultTests
{
    public static TheoryData<Exception, int, string> Faults => new()
    {
        { new IOException("No space left on device : '/data/x'", 28),
            4, "'/data/x': No space left on device. The disk is full: make room" },
        { new IOException("Disk quota exceeded : '/data/x'", 122), 4, "make room" },
        { new IOException("There is not enough space on the disk. : 'C:\\x'", unchecked((int)0x80070070)),
            4, "'C:\\x': There is not enough space on the disk" },
        { new IOException("Read-only file system : '/data/x'", 30),
            4, "'/data/x': Read-only file system. Name a place that can be written to." },
        { new IOException("Too many levels of symbolic links : '/data/x'", 40), 4,
            "'/data/x': Too many levels of symbolic links. Check the path" },
        { new UnauthorizedAccessException("Access to the path '/data/x' is denied."),
            4, "Access to the path '/data/x' is denied. Get the right to it" },
        { new FileNotFoundException("Could not find file '/data/x'."), 4, "'/data/x'. Check the path." },
        { new DirectoryNotFoundException("Could not find a part of the path '/data/x'."), 4, "Check the path." },
        { new PathTooLongException("The path '/xxx' is too long."), 2, "Name a shorter path." },
        { new AggregateException(new InvalidOperationException("x", new IOException("No space left on device : '/y'", 28))), 4, "'/y'" },
        { new DatabaseFault("Failed to commit: Could not write file \"/data/x.wal\": No space left on device"), 4, "/data/x.wal" },
        { new InvalidOperationException("Our own fault."), 1, "Something went wrong: Our own fault." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AFaultOfTheSystem_HasItsExitCode_AndSaysWhereAndWhatToDo(Exception fault, int exitCode, string words)
    {
        using var product = new FakeProduct
        {
            Rank = new FakeStage<RankOptions, TrainingReport>("rank",
            "ranker", FakeReports.Training)
            { During = (_, _, _) => throw fault }
        };
        var result = await product.RunAsync("rank");
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(words, result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Messages, StringComparison.Ordinal);
        Assert.Contains("   at ", (await product.RunAsync("rank", "--verbose")).Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report --out|")]
    [InlineData("report --out| ")]
    [InlineData("report --out|a\0b")]
    [InlineData("recommend --user 1 --workspace|")]
    [InlineData("import --items i --interactions|")]
    [InlineData("terms compare x|")]
    [InlineData("run|")]
    [InlineData("ablate|")]
    [InlineData("model info|")]
    [InlineData("model chat|")]
    public async Task APathThatCanBeNone_IsAUsageError(string arguments)
    {
        using var product = new FakeProduct();
        var result = await product.RunAsync([.. arguments.Split('|')[0].Split(' '), arguments.Split('|')[1]]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("grlm: ", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "import": { "items": "\u0000", "interactions": "x" } }""")]
    [InlineData("""{ "import": { "items": "\ud800", "interactions": "x" } }""")]
    [InlineData("""{ "import": { "items": [""], "interactions": "x" } }""")]
    public async Task APathInTheSettingsThatCanBeNone_IsAUsageError(string settings)
    {
        using var product = new FakeProduct();
        product.Folder.Write("workspace/grlm.json", settings);
        var result = await product.RunAsync("import");
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public async Task ACurrentFolderThatIsGone_MattersToWhatNeedsItAlone()
    {
        using var product = new FakeProduct { CurrentDirectory = () => throw new DirectoryNotFoundException("gone") };
        Assert.Equal(0, (await product.RunAsync("--help")).ExitCode);
        var result = await product.RunAsync("rank");
        Assert.Equal(4, result.ExitCode);
        Assert.Equal("grlm: The current folder is not there any more. Change into one that is.", result.Messages.TrimEnd());
    }

    [Theory]
    [InlineData("rank --threads 999", "takes 0, for one a processor, to")]
    [InlineData("rank --threads -1", "takes 0, for one a processor, to")]
    [InlineData("train --threads 999", "takes 0, for one a processor, to")]
    [InlineData("embed --threads 999", "takes 0, for one a processor, to")]
    [InlineData("bench --threads 999", "takes 0, for one a processor, to")]
    [InlineData("sweep --threads 999", "takes 0, for one a processor, to")]
    [InlineData("train --device nosuch", "cuda:N")]
    [InlineData("train --device cuda:x", "cuda:N")]
    [InlineData("embed --device gpu", "cuda:N")]
    [InlineData("terms --device cuda:-1", "cuda:N")]
    [InlineData("model tune x --samples s --out o --device nosuch", "cuda:N")]
    public async Task ThreadsAndDevicesThatNoMachineHas_AreRefused(string arguments, string words)
    {
        using var product = new FakeProduct();
        var result = await product.RunAsync(arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Messages, StringComparison.Ordinal);
    }

    private sealed class DatabaseFault(string message) : System.Data.Common.DbException(message);
}
