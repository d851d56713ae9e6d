namespace Grlm.EndToEnd.Tests;

public sealed class UsageErrorTests
{
    [Theory]
    [InlineData("imprt --items x", "no command 'imprt'", "'import'")]
    [InlineData("tune --minutes 60", "no command 'tune'", "'grlm sweep'")]
    [InlineData("eval", "no command 'eval'", "'evaluate'")]
    [InlineData("rank --epoch 3", "no option '--epoch'", "'--epochs'")]
    [InlineData("rank --epochs three", "--epochs", "a whole number, not 'three'")]
    [InlineData("rank --dropout half", "--dropout", "a number, not 'half'")]
    [InlineData("evaluate --source best", "--source", "not 'best'")]
    [InlineData("evaluate --protocol paper,filtered", "--protocol", "not 'paper,filtered'")]
    [InlineData("recommend --exclude-seen perhaps", "'recommend'", "'perhaps'")]
    [InlineData("rank extra", "'rank'", "'extra'")]
    [InlineData("evaluate --beams 0", "beams", "1 to 1000")]
    [InlineData("import --items items.jsonl", "--interactions", "grlm.json")]
    [InlineData("recommend", "--user", "--history")]
    [InlineData("recommend --user ann --history 101", "--user", "--history")]
    [InlineData("recommend --history ,", "--history", "at least one")]
    [InlineData("recommend --user ann --fill-from direct", "--fill-from", "ranker or popular")]
    [InlineData("model", "command", "'grlm model --help'")]
    [InlineData("model pul", "no command 'pul'", "'pull'")]
    [InlineData("model pull", "REPO", "'grlm model pull --help'")]
    [InlineData("model pull a/b --forc", "no option '--forc'", "'--force'")]
    [InlineData("model pull a/b/c", "'a/b/c'", "Qwen/Qwen3-0.6B")]
    [InlineData("model pull a/b --parallel 0", "parallel", "1 to 64")]
    [InlineData("run", "CONFIG.json", "grlm run --help")]
    public async Task AUsageError_IsToldWithTheRemedy_AndExitsWith2(string arguments, string problem, string remedy)
    {
        using var product = new FakeProduct();
        var result = await product.RunAsync(arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Messages, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(product.Folder.Path));
    }
}
