namespace Grlm;

/// <summary>
/// A stage of the pipeline: options and upstream artifacts in, one artifact folder out. It holds no state between runs.
/// </summary>
/// <typeparam name="TOptions">An immutable record; together with the inputs it decides whether the stage must run again.</typeparam>
/// <typeparam name="TResult">A record of counts and figures that is kept in the manifest.</typeparam>
public interface IStage<TOptions, TResult>
{
    /// <summary>Name of the stage and of its command: <c>rank</c>.</summary>
    string Name { get; }

    /// <summary>Folder of its artifact in the workspace: <c>ranker</c>.</summary>
    string Folder { get; }

    /// <summary>
    /// Files of its folder that are appended to and never begun anew: each run finds what earlier ones have left there, whatever their options and
    /// however they ended. They are no outputs: the artifact's version doesn't depend on them.
    /// </summary>
    IReadOnlyList<string> Logs => [];

    /// <summary>What it reads: other artifacts by folder name, and files outside the workspace.</summary>
    StageInputs InputsOf(TOptions options);

    /// <summary>
    /// Runs the stage. Everything it writes goes below <see cref="StageContext.OutputDirectory"/>, which takes the place of the last artifact
    /// once the method returns. What an interrupted run with the same options and inputs has left there is there again: a long stage resumes from it.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was written stays for the next run.</exception>
    Task<TResult> RunAsync(TOptions options, StageContext context, CancellationToken cancellationToken);
}
