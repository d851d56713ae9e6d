namespace Grlm.Tests;

/// <summary>A workspace, a runner, and what tests of the runner look at.</summary>
public abstract class StageRunnerScene : IDisposable
{
    private readonly TemporaryWorkspace _temporary = new();
    private readonly StageRunner _runner = new();

    private protected GrlmWorkspace Workspace => _temporary.Workspace;

    public void Dispose()
    {
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected string WriteOutside(string name, string content) => _temporary.WriteOutside(name, content);

    private protected string FileOutside(string name) => _temporary.FileOutside(name);

    private protected Task<StageOutcome<CountingResult>> RunAsync(
        CountingStage stage, CountingOptions? options = null, bool force = false, CancellationToken? cancellationToken = null)
        => _runner.RunAsync(
            stage, options ?? new(), Workspace, new Progress<StageProgress>(), force,
            cancellationToken ?? TestContext.Current.CancellationToken);

    private protected string ReadOutput() => File.ReadAllText(Workspace.PathOf("ranker", CountingStage.OutputName));

    private protected IEnumerable<string?> FilesOf(string artifact)
        => Directory.EnumerateFiles(Workspace.PathOf(artifact),
            "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private protected IEnumerable<string?> EntriesOfWorkspace()
        => Directory.EnumerateFileSystemEntries(Workspace.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
