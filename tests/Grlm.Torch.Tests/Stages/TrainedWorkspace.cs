namespace Grlm.Torch.Tests;

/// <summary>A workspace with ranker and compact generator, trained for an epoch, that tests only read.</summary>
public sealed class TrainedWorkspace : IAsyncLifetime
{
    private readonly SampleWorkspaces _workspaces = new();
    private GrlmWorkspace? _workspace;

    internal GrlmWorkspace Workspace => _workspace!;

    public async ValueTask InitializeAsync()
    {
        await _workspaces.InitializeAsync();
        _workspace = _workspaces.Copy();
        await SampleWorkspaces.RunAsync(new RankStage(), new RankOptions { Width = 32, Epochs = 1, Threads = 2 }, Workspace);
        await SampleWorkspaces.RunAsync(new TrainStage(), new TrainOptions { Epochs = 1, Threads = 2 }, Workspace);
    }

    public ValueTask DisposeAsync() => _workspaces.DisposeAsync();
}
