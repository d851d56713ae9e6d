namespace Grlm.Tests;

/// <summary>What is left of a run that is interrupted, refused or fails, and of a manifest that is damaged.</summary>
public sealed class StageRunnerFailureTests : StageRunnerScene
{
    [Fact]
    public async Task Run_GivesWhatAnInterruptedRunLeft_ToTheNextWithTheSameFingerprint()
    {
        var stage = new CountingStage();
        await InterruptAsync(stage, new() { Value = 3 });
        string? found = null;
        stage.During = (context, _) =>
        {
            found = File.ReadAllText(Path.Combine(context.OutputDirectory, "checkpoint"));
            File.Delete(Path.Combine(context.OutputDirectory, "checkpoint"));
        };

        await RunAsync(stage, new() { Value = 3 });

        Assert.Equal("half way", found);
        Assert.Equal(["manifest.json", "value.txt"], FilesOf("ranker"));
        Assert.Equal([".lock", "ranker"], EntriesOfWorkspace());
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(3, true)]
    public async Task Run_WipesWhatAnInterruptedRunLeft_WhenOptionsDifferOrForced(int value, bool force)
    {
        var stage = new CountingStage();
        await InterruptAsync(stage, new() { Value = 3 });
        stage.During = (context, _) => Assert.False(File.Exists(Path.Combine(context.OutputDirectory, "checkpoint")));
        Assert.False((await RunAsync(stage, new() { Value = value }, force)).Skipped);
    }

    [Fact]
    public async Task Run_KeepsTheLastArtifact_WhenCancelled()
    {
        var stage = new CountingStage();
        await RunAsync(stage, new() { Value = 1 });
        await InterruptAsync(stage, new() { Value = 2 });
        Assert.Equal("1", ReadOutput());
        stage.During = null;
        Assert.True((await RunAsync(stage, new() { Value = 1 })).Skipped);
    }

    [Fact]
    public async Task Run_LeavesNothing_WhenTheInputIsBad()
    {
        var stage = new CountingStage { During = WriteAndRefuse };
        await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage));
        Assert.False(Directory.Exists(Workspace.Root));
    }

    [Fact]
    public async Task Run_KeepsTheLastArtifactAlone_WhenTheInputIsBad()
    {
        var stage = new CountingStage();
        await RunAsync(stage, new() { Value = 1 });
        stage.During = WriteAndRefuse;
        await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage, new() { Value = 2 }));
        Assert.Equal([".lock", "ranker"], EntriesOfWorkspace());
        Assert.Equal("1", ReadOutput());
    }

    [Fact]
    public async Task Run_KeepsWhatAnEarlierRunLeft_WhenItIsRefusedAfterwards()
    {
        var stage = new CountingStage();
        await InterruptAsync(stage, new());
        stage.During = WriteAndRefuse;
        await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage));
        Assert.True(File.Exists(Path.Combine(Workspace.Root, "ranker.partial", "checkpoint")));
    }

    [Fact]
    public async Task Run_LeavesNoEmptyFolder_WhenCancelledBeforeAnythingIsWritten()
    {
        var stage = new CountingStage { During = (_, _) => throw new OperationCanceledException() };
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(stage));
        Assert.False(Directory.Exists(Workspace.Root));
    }

    [Fact]
    public async Task Run_RefusesAWorkspaceThatAnotherWorksIn()
    {
        using var held = WorkspaceLock.Acquire(Workspace);
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(new CountingStage()));
        Assert.Contains("Another process", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LetsGoOfTheWorkspace_WhenAStageFails()
    {
        var stage = new CountingStage { During = (_, _) => throw new InvalidOperationException("a fault of ours") };
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(stage));
        using var held = WorkspaceLock.TryAcquire(Workspace);
        Assert.NotNull(held);
    }

    [Theory]
    [InlineData("{ \"schemaVersion\": 1, \"sta")]
    [InlineData("{}")]
    [InlineData("{ \"schemaVersion\": \"one\" }")]
    [InlineData("[]")]
    public async Task Run_SaysWhatToDo_WhenTheManifestIsCorrupt_AndForceMakesItAgain(string content)
    {
        var stage = new CountingStage();
        await RunAsync(stage);
        File.WriteAllText(Workspace.PathOf("ranker", "manifest.json"), content);
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage));
        Assert.Contains("stage 'rank' from the beginning", error.Message, StringComparison.Ordinal);
        Assert.False((await RunAsync(stage, force: true)).Skipped);
        Assert.True((await RunAsync(stage)).Skipped);
    }

    [Fact]
    public async Task Run_RefusesTheManifestOfANewerVersion()
    {
        var stage = new CountingStage();
        await RunAsync(stage);
        File.WriteAllText(Workspace.PathOf("ranker", "manifest.json"), """{ "schemaVersion": 3, "everything": "else" }""");
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(stage));
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
    }

    private static void WriteAndRefuse(StageContext context, CancellationToken cancellationToken)
    {
        File.WriteAllText(Path.Combine(context.OutputDirectory, "half.txt"), "half");
        throw new InvalidInputException("items.jsonl", 3, "An item without id.", "Give it one.");
    }

    private async Task InterruptAsync(CountingStage stage, CountingOptions options)
    {
        using var source = new CancellationTokenSource();
        stage.During = (context, cancellationToken) =>
        {
            File.WriteAllText(Path.Combine(context.OutputDirectory, "checkpoint"), "half way");
            source.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
        };
        await Assert.ThrowsAsync<OperationCanceledException>(() => RunAsync(stage, options, cancellationToken: source.Token));
    }
}
