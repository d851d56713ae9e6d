namespace Grlm.Cli;

/// <summary>A stage with its options, ready to run.</summary>
/// <param name="RunAsync">Runs it.</param>
internal sealed record PlannedStage(Func<CommandContext, Task<IStageRun>> RunAsync)
{
    /// <summary>Plans a stage.</summary>
    public static PlannedStage Of<TOptions, TResult>(Func<CommandContext, TOptions, Task<StageRun<TResult>>> run, TOptions options)
        where TResult : notnull
        => new(async context => await run(context, options));
}
