namespace Grlm.Tests;

public sealed class ArtifactsTests
{
    [Fact]
    public async Task VersionOf_DependsOnTheContentAlone()
    {
        using var temporary = new TemporaryWorkspace();
        var stage = new CountingStage();
        var first = await VersionAsync(temporary.Workspace, stage, new() { Value = 1, Seed = 1 });
        var otherSeed = await VersionAsync(temporary.Workspace, stage, new() { Value = 1, Seed = 2 });
        var otherContent = await VersionAsync(temporary.Workspace, stage, new() { Value = 2, Seed = 2 });
        Assert.Equal(first, otherSeed);
        Assert.NotEqual(first, otherContent);
    }

    [Fact]
    public async Task VersionOf_RefusesADamagedArtifact()
    {
        using var temporary = new TemporaryWorkspace();
        await VersionAsync(temporary.Workspace, new CountingStage(), new());
        File.Delete(temporary.Workspace.PathOf("ranker", CountingStage.OutputName));
        var error = Assert.Throws<MissingPrerequisiteException>(() => Artifacts.VersionOf(temporary.Workspace, "ranker"));
        Assert.Contains("stage 'rank'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataset", "stage 'import'")]
    [InlineData("terms", "stage 'terms'")]
    [InlineData("ranker", "stage 'rank'")]
    [InlineData("model", "stage 'train'")]
    [InlineData("evaluation/paper-ranker-test", "stage 'evaluate'")]
    public void VersionOf_NamesTheCommandThatMakesAMissingArtifact(string artifact, string command)
    {
        using var temporary = new TemporaryWorkspace();
        var error = Assert.Throws<MissingPrerequisiteException>(() => Artifacts.VersionOf(temporary.Workspace, artifact));
        Assert.Contains($"{command}", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> VersionAsync(GrlmWorkspace workspace, CountingStage stage, CountingOptions options)
    {
        await new StageRunner().RunAsync(stage, options, workspace, new Progress<StageProgress>(), force: false,
            TestContext.Current.CancellationToken);
        return Artifacts.VersionOf(workspace, stage.Folder);
    }
}
