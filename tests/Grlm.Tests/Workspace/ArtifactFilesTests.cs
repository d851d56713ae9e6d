namespace Grlm.Tests;

public sealed class ArtifactFilesTests : StageRunnerScene
{
    private string Output => Workspace.PathOf("ranker", CountingStage.OutputName);

    [Fact]
    public async Task Find_HandsOutWhatTheStageWrote_AndNothingElse()
    {
        await RunAsync(new CountingStage());
        File.WriteAllText(Workspace.PathOf("ranker", "planted.txt"), "by someone else");
        Assert.Equal(Output, Workspace.FilesOf("ranker").Find(CountingStage.OutputName));
        Assert.Null(Workspace.FilesOf("ranker").Find("planted.txt"));
        Assert.Equal(Workspace.PathOf("ranker"), Workspace.FilesOf("ranker").Folder());
    }

    [Theory]
    [InlineData("8", typeof(InvalidInputException))]
    [InlineData("7 and more", typeof(InvalidInputException))]
    [InlineData("", typeof(InvalidInputException))]
    [InlineData(null, typeof(MissingPrerequisiteException))]
    public async Task Find_RefusesWhatIsNotWhatTheStageWrote(string? content, Type error)
    {
        await RunAsync(new CountingStage(), new CountingOptions { Value = 7 });
        File.Delete(Output);
        if (content is not null)
        {
            File.WriteAllText(Output, content);
        }

        foreach (var reading in (Action[])[() => Workspace.FilesOf("ranker").Find(CountingStage.OutputName),
            () => Workspace.FilesOf("ranker").Folder()])
        {
            var refusal = Assert.Throws(error, reading);
            Assert.StartsWith(Output, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("Run stage 'rank' again.", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ADamagedArtifact_IsNotUpToDate_AndIsMadeAgain()
    {
        var stage = new CountingStage();
        await RunAsync(stage, new CountingOptions { Value = 7 });
        File.WriteAllText(Output, "8");
        Assert.False((await RunAsync(stage, new CountingOptions { Value = 7 })).Skipped);
        Assert.Equal("7", ReadOutput());
    }

    [Fact]
    public void Has_RefusesFilesWithoutAManifest_WhereNoneAtAllIsNoArtifact()
    {
        Assert.False(Workspace.Has("model"));
        Directory.CreateDirectory(Workspace.PathOf("model"));
        Assert.False(Workspace.Has("model"));
        File.WriteAllText(Workspace.PathOf("model", "model.safetensors"), "weights");
        Assert.Contains("stage 'train'", Assert.Throws<MissingPrerequisiteException>(() => Workspace.Has("model")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task VersionOf_ReadsAllFiles_WhereTheWorkspaceIsToBeVerified()
    {
        await RunAsync(new CountingStage(), new CountingOptions { Value = 7 });
        File.WriteAllText(Output, "8");
        _ = Artifacts.VersionOf(Workspace, "ranker");
        Assert.Throws<InvalidInputException>(() => Artifacts.VersionOf(Workspace with { Verify = true }, "ranker"));
    }
}
