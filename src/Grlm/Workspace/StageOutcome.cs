using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Tells what came of asking for a stage to be run, whatever its result.</summary>
public interface IStageOutcome
{
    /// <summary>Name of the stage.</summary>
    string Stage { get; }

    /// <summary>Tells that its artifact was up to date, so that nothing ran.</summary>
    bool Skipped { get; }

    /// <summary>Seconds that the run took which made the artifact.</summary>
    double Seconds { get; }

    /// <summary>Folder of the artifact.</summary>
    string Artifact { get; }

    /// <summary>The result record of this run or, if it was skipped, of the one that made the artifact.</summary>
    object Result { get; }

    /// <summary>Outcome of the stage that followed at once; null where none does (<see cref="IStage{TOptions,TResult}.FollowedBy"/>).</summary>
    [JsonIgnore]
    IStageOutcome? Following { get; }
}

/// <summary>What came of asking for a stage to be run.</summary>
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
