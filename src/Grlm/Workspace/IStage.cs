namespace Grlm;

/// <summary>
/// Represents a stage of the pipeline: options and upstream artifacts in, one artifact folder out. It holds no state between runs.
/// </summary>
/// <typeparam name="TOptions">An immutable record; together with the inputs it decides whether the stage must run again.</typeparam>
/// <typeparam name="TResult">A record of counts and figures that is kept in the manifest.</typeparam>
public interface IStage<TOptions, TResult>
    where TResult : notnull
{
    /// <summary>Gets the name of the stage and of its command: <c>rank</c>.</summary>
    string Name { get; }

    /// <summary>Gets the folder in the workspace of its artifact, or of its artifacts where it has several: <c>ranker</c>.</summary>
    string Folder { get; }

    /// <summary>
    /// Names the artifact inside <see cref="Folder"/> where the stage has one for each choice of options; null where it has one. Runs whose
    /// options lead to different names never replace one another.
    /// </summary>
    string? VariantOf(TOptions options) => null;

    /// <summary>
    /// Files of its folder that are appended to and never begun anew: each run finds what earlier ones have left there, whatever their
    /// options and however they ended. They are no outputs: the artifact's version doesn't depend on them.
    /// </summary>
    IReadOnlyList<string> Logs => [];

    /// <summary>Returns what it reads: other artifacts by folder name, and files outside the workspace.</summary>
    StageInputs InputsOf(TOptions options);

    /// <summary>Tells that it runs even if nothing has changed: what failed is to be tried again.</summary>
    bool RunsAgain(TOptions options) => false;

    /// <summary>Refuses a run that would replace what can't be made again, where it wasn't asked to.</summary>
    /// <exception cref="MissingPrerequisiteException">It would.</exception>
    void CheckReplacement(TOptions options, GrlmWorkspace workspace)
    {
        // Most artifacts are made again for nothing.
    }

    /// <summary>
    /// Returns the stage that a run brings with it; both artifacts take the place of the last ones together, or none does. Null for none.
    /// </summary>
    PlannedStage? FollowedBy(TOptions options) => null;

    /// <summary>
    /// Runs the stage. Everything it writes goes below <see cref="StageContext.OutputDirectory"/>, which takes the place of the last
    /// artifact once the method returns. What an interrupted run with the same options and inputs has left there is there again: a long
    /// stage resumes from it.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was written stays for the next run.</exception>
    Task<TResult> RunAsync(TOptions options, StageContext context, CancellationToken cancellationToken);
}
