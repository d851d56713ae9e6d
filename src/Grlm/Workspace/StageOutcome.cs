using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Holds what came of asking for a stage to be run.</summary>
/// <typeparam name="TResult">The stage's result record.</typeparam>
/// <param name="Stage">Name of the stage.</param>
/// <param name="Artifact">Folder of the artifact.</param>
/// <param name="Result">The result of this run or, if it was skipped, of the one that made the artifact.</param>
/// <param name="Skipped">Tells that its artifact was up to date, so that nothing ran.</param>
/// <param name="Seconds">Seconds that the run took which made the artifact.</param>
public sealed record StageOutcome<TResult>(string Stage, string Artifact, TResult Result, bool Skipped, double Seconds) : IStageOutcome
    where TResult : notnull
{
    /// <inheritdoc/>
    [JsonIgnore]
    public IStageOutcome? Following { get; init; }

    object IStageOutcome.Result => Result;
}
