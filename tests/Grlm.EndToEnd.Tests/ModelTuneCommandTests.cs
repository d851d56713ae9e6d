namespace Grlm.EndToEnd.Tests;

/// <summary>The real command: it needs libtorch.</summary>
public sealed class ModelTuneCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tune_ExitsWith2_WhereItIsNotToldOnWhat()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "tiny"));

        var result = await RunAsync("tiny", "--out", "tuned");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--samples", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tune_ExitsWith4_WhereThereIsNoModel()
    {
        var result = await RunAsync("nowhere", "--samples", "samples.jsonl", "--out", "tuned");

        Assert.Equal(4, result.ExitCode);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "tuned")));
    }

    [Fact]
    public async Task Tune_ExitsWith3_WhereTheTokenizerIsNone()
    {
        TinyModel.Write(Path.Combine(_folder.Path, "tiny"));
        _folder.Write("samples.jsonl", """{"prompt": "a", "completion": "b"}""");

        Assert.Equal(3, (await RunAsync("tiny", "--samples", "samples.jsonl", "--out", "tuned")).ExitCode);
    }

    private Task<CommandResult> RunAsync(params string[] arguments)
        => CommandProcess.RunAsync(_folder.Path, ["model", "tune", .. arguments]);
}
