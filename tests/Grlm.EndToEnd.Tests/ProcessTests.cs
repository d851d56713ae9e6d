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
        Assert.Equal("grlm: There is no command 'tarin'. Did you mean 'train'? Run 'grlm --help' for what there is.", result.Messages.TrimEnd());
    }

    [Fact]
    public async Task ABadGrlmJson_ExitsWith2()
    {
        _folder.Write("grlm.json", """{ "rank": { "epoch": 5 } }""");
        var result = await CommandProcess.RunAsync(_folder.Path, "rank");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Did you mean 'epochs'?", result.Messages, StringComparison.Ordinal);
    }

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
