namespace Grlm.Tests;

public sealed class WorkspaceLockTests : StageRunnerScene
{
    [Fact]
    public void Acquire_SaysThatAnotherIsAtWork_WhereOneIs()
    {
        using var held = WorkspaceLock.Acquire(Workspace);
        Assert.Null(WorkspaceLock.TryAcquire(Workspace));
        Assert.Contains("Another process is working",
            Assert.Throws<MissingPrerequisiteException>(() => WorkspaceLock.Acquire(Workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Acquire_SaysWhatIsInTheWay_WhereNobodyIsAtWork()
    {
        LetNobodyWrite();
        Assert.Null(WorkspaceLock.TryAcquire(Workspace));
        var error = Assert.Throws<MissingPrerequisiteException>(() => WorkspaceLock.Acquire(Workspace));
        Assert.DoesNotContain("Another process", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{Workspace.Root}' can't be written to", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStageThatIsUpToDate_NeedsNoRightToWrite()
    {
        var stage = new CountingStage();
        await RunAsync(stage);
        File.Delete(Path.Combine(Workspace.Root, WorkspaceLock.FileName));
        LetNobodyWrite();
        Assert.True((await RunAsync(stage)).Skipped);
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(stage, new CountingOptions { Value = 9 }));
        await Assert.ThrowsAsync<MissingPrerequisiteException>(() => RunAsync(stage, force: true));
        Assert.True((await WorkspaceChange.RunAsync(Workspace, changing => new StageRunner().RunAsync(
            stage, new CountingOptions(), changing, new Progress<StageProgress>(),
            force: false, TestContext.Current.CancellationToken))).Skipped);
    }

    // A folder in the place of the lock fails for every user, where missing rights let an administrator through.
    private void LetNobodyWrite() => Directory.CreateDirectory(Path.Combine(Workspace.Root, WorkspaceLock.FileName));
}
