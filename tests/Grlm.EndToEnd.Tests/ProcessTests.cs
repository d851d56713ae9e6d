namespace Grlm.EndToEnd.Tests;

/// <summary>What only the real process shows.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Help_IsTheSameFromTheRealCommand()
    {
        var result = await CommandProcess.RunAsync(_folder.Path, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Empty(result.Messages);
        Snapshot.Matches("help", result.Output);
    }

    [Fact]
    public async Task AnUnknownCommand_ExitsWith2_AndSuggestsAnother()
    {
        var result = await CommandProcess.RunAsync(_folder.Path, "tarin");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("grlm: There is no command 'tarin'. Did you mean 'train'? Run 'grlm --help' for what there is.",
            result.Messages.TrimEnd());
    }

    [Fact]
    public async Task ABadGrlmJson_ExitsWith2()
    {
        _folder.Write("grlm.json", """{ "rank": { "epoch": 5 } }""");
        var result = await CommandProcess.RunAsync(_folder.Path, "rank");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean 'epochs'?", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"$@\" > /dev/full", "--help", "Standard output can't be written to")]
    [InlineData("\"$@\" >&-", "--help", "Standard output can't be written to")]
    [InlineData("rmdir \"$PWD\"; \"$@\"", "recommend --user 1", "The current folder is not there any more")]
    public async Task SurroundingsThatAreBroken_ExitWith4_AndAreTold(string script, string arguments, string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The shell and /dev/full are those of Linux.");
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "current")).FullName;
        var result = await CommandProcess.RunInShellAsync(folder, script, arguments.Split(' '));
        Assert.Equal(4, result.ExitCode);
        Assert.Contains(words, result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAUserNamed_ReachesATerminalWithoutItsControls()
    {
        foreach (var arguments in (string[][])[["recommend", "--user", "\e[2J", "-w", "x\u202e"], ["rank", "--epochs", "\e]0;x\a"],
            ["\e[31mx"], ["--\u009bx"], ["run", "no\e[2J.json"]])
        {
            var result = await CommandProcess.RunAsync(_folder.Path, arguments);
            Assert.InRange(result.ExitCode, 2, 4);
            Assert.DoesNotContain(result.Messages,
                letter => (char.IsControl(letter) && letter is not ('\n' or '\r')) || letter == '\u202e');
            Assert.Contains("\\u{", result.Messages, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// The program runs where its builder's package cache is out of reach: for another user, from a copy, after the cache was cleared.
    /// </summary>
    [Fact]
    public void TheBuild_HoldsFilesOfItsOwn_AndNoLinksIntoThePackageCache()
        => Assert.DoesNotContain(
            new DirectoryInfo(CommandProcess.Directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories),
            entry => entry.LinkTarget is not null);

    [Fact]
    public async Task OutputIntoAPipe_HasNoEscapeSequences()
    {
        foreach (var arguments in (string[][])[["--help"], ["tarin"], ["recommend"], ["run", "nowhere.json", "--verbose"]])
        {
            var result = await CommandProcess.RunAsync(_folder.Path, arguments);
            Assert.DoesNotContain('\e', result.Output + result.Messages);
        }
    }
}
