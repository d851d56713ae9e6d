namespace Grlm.EndToEnd.Tests;

/// <summary>The commands that the README shows, run as they stand there.</summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "main command")]
    [InlineData(7, "own data commands", "words commands")] // the words are said to what the other commands have trained
    public async Task EveryCommandOfTheReadme_Succeeds(int commands, params string[] marks)
    {
        var readme = Path.Combine(CommandProcess.Metadata("ProjectDirectory"), "..", "..", "README.md");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "samples"), Path.Combine(CommandProcess.Directory, "samples"));
        string[] lines = [.. marks.SelectMany(mark => BlockAfter(readme, $"<!-- {mark} -->"))];
        Assert.Equal(commands, lines.Length);
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("./grlm", words[0]);
            var result = await CommandProcess.RunAsync(_folder.Path, words[1..]);
            Assert.True(result.ExitCode == 0, $"{line}: exit code {result.ExitCode}\n{result.Messages}");
            Assert.NotEmpty(result.Output);
        }
    }

    private static IEnumerable<string> BlockAfter(string file, string mark)
        => File.ReadLines(file).SkipWhile(line => line != mark).Skip(2).TakeWhile(line => line != "```");
}
