namespace Grlm;

/// <summary>Describes how ranker and generator are fused, and what it was chosen by: <c>model/fusion.json</c>.</summary>
/// <param name="Weight">Weight of the generator's log-probabilities beside the ranker's.</param>
/// <param name="Users">Validation users that were looked at; 0 where there was nothing to choose by.</param>
/// <param name="Beams">Beams of the generator.</param>
/// <param name="Trials">The weights that were tried, from the smallest up.</param>
public sealed record FusionReport(double Weight, int Users, int Beams, IReadOnlyList<FusionTrial> Trials)
{
    /// <summary>Holds what fuses where there is nothing to choose by: both count alike.</summary>
    public const double UsualWeight = 1;

    /// <summary>Gets the trial of the chosen weight; null where there was nothing to choose by.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public FusionTrial? Chosen => Trials.FirstOrDefault(trial => trial.Weight == Weight);
}
