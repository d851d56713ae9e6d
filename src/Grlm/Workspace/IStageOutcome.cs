using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Tells what came of asking for a stage to be run, whatever its result.</summary>
public interface IStageOutcome
{
    /// <summary>Gets the name of the stage.</summary>
    string Stage { get; }

    /// <summary>Tells that its artifact was up to date, so that nothing ran.</summary>
    bool Skipped { get; }

    /// <summary>Gets the seconds that the run took which made the artifact.</summary>
    double Seconds { get; }

    /// <summary>Gets the folder of the artifact.</summary>
    string Artifact { get; }

    /// <summary>Gets the result record of this run or, if it was skipped, of the one that made the artifact.</summary>
    object Result { get; }

    /// <summary>
    /// Gets the outcome of the stage that followed at once; null where none does (<see cref="IStage{TOptions,TResult}.FollowedBy"/>).
    /// </summary>
    [JsonIgnore]
    IStageOutcome? Following { get; }
}
