namespace Grlm.EndToEnd.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("import")]
    [InlineData("embed")]
    [InlineData("terms")]
    [InlineData("terms compare")]
    [InlineData("terms add")]
    [InlineData("rank")]
    [InlineData("instruct")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("sweep")]
    [InlineData("recommend")]
    [InlineData("ground")]
    [InlineData("report")]
    [InlineData("bench")]
    [InlineData("serve")]
    [InlineData("keys")]
    [InlineData("keys add")]
    [InlineData("keys list")]
    [InlineData("keys revoke")]
    [InlineData("run")]
    [InlineData("ablate")]
    [InlineData("demo")]
    [InlineData("model")]
    [InlineData("model pull")]
    [InlineData("model info")]
    [InlineData("model convert")]
    [InlineData("model tune")]
    [InlineData("model chat")]
    public async Task Help_TellsEveryOptionAndItsDefault(string command)
    {
        using var product = new FakeProduct();
        var result = await product.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches($"help {command}".Trim().Replace(' ', '-'), result.Output);
    }

    [Fact]
    public async Task Grlm_WithoutACommand_ShowsTheHelp()
    {
        using var product = new FakeProduct();
        var result = await product.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Snapshot.Matches("help", result.Output);
    }
}
