namespace Grlm.Cli;

/// <summary>A stage that a command has run or skipped.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Skipped">Whether its artifact was up to date.</param>
/// <param name="Seconds">Seconds that the run took which made the artifact.</param>
/// <param name="Artifact">Folder of the artifact.</param>
/// <param name="Result">Its result record.</param>
internal sealed record StageRun<TResult>(string Stage, bool Skipped, double Seconds, string Artifact, TResult Result) : IStageRun
    where TResult : notnull
{
    object IStageRun.Result => Result;
}
