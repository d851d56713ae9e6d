using System.Text.Json;
using Grlm.Torch;

namespace Grlm.EndToEnd.Tests;

public sealed class PaperTests : IDisposable
{
    private readonly FakeProduct _product = new();

    public void Dispose() => _product.Dispose();

    [Fact]
    public async Task Train_WithPaper_TakesThePapersSettingsForTheDefaults()
    {
        await _product.RunAsync("rank");
        var result = await _product.RunAsync("train", "--base", "MODEL", "--paper");
        Assert.Equal(0, result.ExitCode);
        AssertSame(TrainOptions.OfPaper with { Base = "MODEL" }, Assert.Single(_product.Train.Runs));
        Assert.Contains("with the paper's settings", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("but for", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WithPaper_LetsWhatIsGivenWin_AndSaysWhatIsNotThePapers()
    {
        _product.Folder.Write("workspace/grlm.json", """{ "train": { "paper": true, "epochs": 2, "seed": 7 } }""");
        await _product.RunAsync("rank");
        var result = await _product.RunAsync("train", "--base", "MODEL", "--full", "false");
        var expected = TrainOptions.OfPaper with
        {
            Base = "MODEL",
            Epochs = 2,
            Seed = 7,
            Tuning = TrainOptions.OfPaper.Tuning with { Full = false },
        };
        AssertSame(expected, Assert.Single(_product.Train.Runs));
        Assert.Contains("epochs 2 (paper: 3)", result.Messages, StringComparison.Ordinal);
        Assert.Contains("full false (paper: true)", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("seed", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_WithoutPaperOnTheCommandLine_TurnsOffThatOfGrlmJson()
    {
        _product.Folder.Write("workspace/grlm.json", """{ "train": { "paper": true } }""");
        await _product.RunAsync("rank");
        await _product.RunAsync("train", "--base", "MODEL", "--paper", "false");
        AssertSame(new TrainOptions { Base = "MODEL" }, Assert.Single(_product.Train.Runs));
    }

    [Fact]
    public async Task Instruct_WithPaper_TakesThePapersSamples()
    {
        Assert.Equal(0, (await _product.RunAsync("instruct", "--paper")).ExitCode);
        AssertSame(InstructOptions.OfPaper, Assert.Single(_product.Instruct.Runs));
    }

    [Fact]
    public async Task Run_TakesPaperInASection()
    {
        _product.Folder.Write("run.json", """{ "workspace": "workspace", "instruct": { "paper": true, "everyPrefix": false } }""");
        Assert.Equal(0, (await _product.RunAsync("run", "run.json")).ExitCode);
        AssertSame(InstructOptions.OfPaper with { EveryPrefix = false }, Assert.Single(_product.Instruct.Runs));
    }

    [Theory]
    [InlineData("""{ "train": { "paper": "yes" } }""", "'paper' takes true or false")]
    [InlineData("""{ "rank": { "paper": true } }""", "no option 'paper'")]
    public async Task Paper_IsRefused_WhereItCannotBe(string settings, string problem)
    {
        _product.Folder.Write("workspace/grlm.json", settings);
        var result = await _product.RunAsync("train");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
    }

    /// <summary>Lists in records are the same where they are the same object only; as JSON they are where they hold the same.</summary>
    private static void AssertSame<T>(T expected, T actual)
        => Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
