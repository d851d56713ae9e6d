namespace Grlm;

/// <summary>
/// Runs stages in a workspace: each is skipped while its options and inputs are those of its artifact, goes on where it was interrupted,
/// and leaves the last good artifact whatever happens (<see cref="StageRunner"/>). Safe for concurrent use; a workspace takes one run at a
/// time.
/// </summary>
public sealed class WorkspacePipeline
{
    private readonly GrlmWorkspace _workspace;
    private readonly StageRunner _runner = new();

    internal WorkspacePipeline(GrlmWorkspace workspace) => _workspace = workspace;

    /// <summary>Runs a stage with its usual options, or skips it if its artifact is up to date.</summary>
    /// <inheritdoc cref="RunAsync{TOptions, TResult}(IStage{TOptions, TResult}, TOptions, IProgress{StageProgress}?, bool, CancellationToken)"/>
    public Task<StageOutcome<TResult>> RunAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
        where TOptions : class, new()
        where TResult : notnull
        => RunAsync(stage, new TOptions(), progress, force: false, cancellationToken);

    /// <summary>Runs a stage, or skips it if its artifact is up to date.</summary>
    /// <typeparam name="TOptions">The stage's options record.</typeparam>
    /// <typeparam name="TResult">The stage's result record.</typeparam>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its options.</param>
    /// <param name="progress">Told how far the stage is; null for nobody.</param>
    /// <param name="force">Whether it runs even if its artifact is up to date, from the beginning.</param>
    /// <param name="cancellationToken">Stops the stage; what it wrote stays for the next run.</param>
    /// <exception cref="GrlmException">An option, an input or a prerequisite is at fault; the last artifact stays.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The workspace has been disposed of.</exception>
    public Task<StageOutcome<TResult>> RunAsync<TOptions, TResult>(
        IStage<TOptions, TResult> stage,
        TOptions options,
        IProgress<StageProgress>? progress = null,
        bool force = false,
        CancellationToken cancellationToken = default)
        where TOptions : class
        where TResult : notnull
    {
        _workspace.ThrowIfDisposed();
        return _runner.RunAsync(stage, options, _workspace, progress ?? new NoProgress(), force, cancellationToken);
    }

    /// <summary>Runs stages one after the other; those that are up to date are skipped.</summary>
    /// <param name="stages">The stages, each with its options.</param>
    /// <param name="progress">Told how far each is; null for nobody.</param>
    /// <param name="together">
    /// Whether their artifacts take the place of the last ones together once all are done, or none does; else each does when it is done.
    /// </param>
    /// <param name="cancellationToken">Stops the stage that runs.</param>
    /// <exception cref="GrlmException">An option, an input or a prerequisite of a stage is at fault.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<IReadOnlyList<IStageOutcome>> RunAsync(
        IEnumerable<PlannedStage> stages, IProgress<StageProgress>? progress = null, bool together = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stages);
        _workspace.ThrowIfDisposed();
        return together ? await WorkspaceChange.RunAsync(_workspace, RunAllAsync) : await RunAllAsync(_workspace);

        async Task<IReadOnlyList<IStageOutcome>> RunAllAsync(GrlmWorkspace workspace)
        {
            List<IStageOutcome> outcomes = [];
            foreach (var stage in stages)
            {
                cancellationToken.ThrowIfCancellationRequested();
                outcomes.Add(await _runner.RunAsync(stage, workspace, progress ?? new NoProgress(), force: false, cancellationToken));
            }

            return outcomes;
        }
    }

    private sealed class NoProgress : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            // Nobody wants to know.
        }
    }
}
