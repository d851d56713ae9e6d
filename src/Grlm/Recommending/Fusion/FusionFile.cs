using System.Text.Json;

namespace Grlm;

/// <summary><c>model/fusion.json</c>.</summary>
internal static class FusionFile
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
