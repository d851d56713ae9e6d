namespace Grlm.Tests;

public sealed class StageVariantTests : StageRunnerScene
{
    [Fact]
    public async Task RunAsync_KeepsAnArtifactForEachVariant()
    {
        var stage = new CountingStage { Variant = options => $"of-{options.Value}" };
        await RunAsync(stage, new CountingOptions { Value = 1 });
        var second = await RunAsync(stage, new CountingOptions { Value = 2 });
        Assert.Equal(Path.Combine(Workspace.Root, "ranker", "of-2"), Path.GetFullPath(second.Artifact));
        Assert.True((await RunAsync(stage, new CountingOptions { Value = 1 })).Skipped);
        Assert.True((await RunAsync(stage, new CountingOptions { Value = 2 })).Skipped);
    }

    [Fact]
    public async Task RunAsync_RefusesToReplaceAFolderWithOtherArtifactsInIt()
    {
        await RunAsync(new CountingStage { Variant = _ => "inside" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(new CountingStage()));
        Assert.True(File.Exists(Path.Combine(Workspace.Root, "ranker", "inside", "manifest.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    public async Task RunAsync_RefusesAVariantThatIsNoName(string variant)
        => await Assert.ThrowsAsync<InvalidOptionsException>(() => RunAsync(new CountingStage { Variant = _ => variant }));

    [Fact]
    public async Task RunAsync_RunsWhatFollowsOnce_AndPutsBothInPlace()
    {
        var next = new CountingStage("terms", "terms") { Inputs = new StageInputs(["ranker"], []) };
        var stage = new CountingStage { Following = _ => PlannedStage.Of(next, new CountingOptions()) };
        var outcome = await RunAsync(stage);
        Assert.Equal((1, 1), (stage.Runs, next.Runs));
        Assert.Equal("terms", outcome.Following?.Stage);
        Assert.True(Workspace.Has("ranker") && Workspace.Has("terms"));
        Assert.True((await RunAsync(stage)).Following!.Skipped);
    }

    [Fact]
    public async Task RunAsync_LeavesBothAsTheyWere_WhenWhatFollowsFails()
    {
        var next = new CountingStage("terms", "terms") { During = (_, _) => throw new InvalidInputException("Bad.") };
        await RunAsync(new CountingStage(), new CountingOptions { Value = 1 });
        var stage = new CountingStage { Following = _ => PlannedStage.Of(next, new CountingOptions()) };
        await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage, new CountingOptions { Value = 2 }));
        Assert.Equal("1", ReadOutput());
        Assert.False(Directory.Exists(Path.Combine(Workspace.Root, "terms")));
    }
}
