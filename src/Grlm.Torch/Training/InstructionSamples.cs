using System.Text.Json;

namespace Grlm.Torch;

/// <summary>Says what training takes from the instructions of a workspace.</summary>
internal static class InstructionSamples
{
    private const string TrainingFile = "train.jsonl";

    /// <summary>Returns the file of training samples in our own form.</summary>
    /// <exception cref="MissingPrerequisiteException">The instructions were written in other forms only.</exception>
    public static string PathOf(GrlmWorkspace workspace)
    {
        return workspace.FilesOf(ArtifactNames.Instructions).Find(TrainingFile)
            ?? throw new MissingPrerequisiteException(
                $"There is no {workspace.PathOf(ArtifactNames.Instructions, TrainingFile)}. " +
                    $"Run stage 'instruct' with 'grlm' among its formats.");
    }

    /// <summary>Names of tasks as they stand in samples.</summary>
    public static IReadOnlyCollection<string> NamesOf(IEnumerable<InstructionTask> tasks)
        => [.. tasks.Select(task => JsonNamingPolicy.CamelCase.ConvertName(task.ToString())).Distinct()];
}
