using System.Text.Json;

namespace Grlm.Internal;

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

/// <summary><c>model/fusion.json</c>.</summary>
public static class FusionFile
{
    /// <summary>Writes it.</summary>
    /// <param name="directory">The folder of the generator.</param>
    /// <param name="report">How to fuse.</param>
    public static void Write(string directory, FusionReport report)
        => AtomicFile.WriteAllText(Path.Combine(directory, ArtifactNames.Fusion), JsonSerializer.Serialize(report, WorkspaceJson.Options));

    /// <summary>Reads the one of a workspace.</summary>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It is damaged.</exception>
    public static FusionReport Read(GrlmWorkspace workspace)
    {
        var remedy = "Run stage 'train'.";
        var path = workspace.FilesOf(ArtifactNames.Model).Find(ArtifactNames.Fusion) ?? throw new MissingPrerequisiteException(
            $"There is no weight to fuse ranker and generator by, {workspace.PathOf(ArtifactNames.Model, ArtifactNames.Fusion)}. {remedy}");

        try
        {
            var report = JsonSerializer.Deserialize<FusionReport>(File.ReadAllText(path), WorkspaceJson.Options);
            return report is { Weight: >= 0, Trials: not null } ? report : throw new JsonException("It has no weight.");
        }
        catch (JsonException exception)
        {
            throw new InvalidInputException($"{path} is damaged: {exception.Message} {remedy}", exception);
        }
    }
}
