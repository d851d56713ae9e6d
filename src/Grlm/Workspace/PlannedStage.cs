namespace Grlm;

/// <summary>Holds a stage with its options, ready to run, whatever their types.</summary>
public abstract class PlannedStage
{
    private PlannedStage(string name) => Name = name;

    /// <summary>Gets the name of the stage.</summary>
    public string Name { get; }

    /// <summary>Plans a stage.</summary>
    public static PlannedStage Of<TOptions, TResult>(IStage<TOptions, TResult> stage, TOptions options)
        where TOptions : class
        where TResult : notnull
    {
        ArgumentNullException.ThrowIfNull(stage);
        return new Plan<TOptions, TResult>(stage, options);
    }

    /// <summary>Gets its options record.</summary>
    public abstract object Options { get; }

    /// <summary>Checks that the files outside the workspace are there which it reads.</summary>
    /// <exception cref="MissingPrerequisiteException">One isn't.</exception>
    internal abstract void CheckFiles();

    internal abstract Task<IStageOutcome> RunAsync(
        StageRunner runner, GrlmWorkspace workspace, IProgress<StageProgress> progress, bool force, CancellationToken cancellationToken);

    private sealed class Plan<TOptions, TResult>(IStage<TOptions, TResult> stage, TOptions options) : PlannedStage(stage.Name)
        where TOptions : class
        where TResult : notnull
    {
        public override object Options => options;

        internal override void CheckFiles()
        {
            if (stage.InputsOf(options).Files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            {
                throw new MissingPrerequisiteException($"There is no file '{missing}', which '{Name}' reads. Check its path.");
            }
        }

        internal override async Task<IStageOutcome> RunAsync(
            StageRunner runner, GrlmWorkspace workspace, IProgress<StageProgress> progress, bool force, CancellationToken cancellationToken)
            => await runner.RunAsync(stage, options, workspace, progress, force, cancellationToken);
    }
}
