using System.Text.Json;

namespace Grlm.Internal;

/// <summary>Reads and writes the split of a dataset.</summary>
public static class SplitFile
{
    /// <summary>Writes the split.</summary>
    /// <param name="directory">Folder of the dataset.</param>
    /// <param name="split">The split.</param>
    public static void Write(string directory, SplitDefinition split)
        => File.WriteAllBytes(Path.Combine(directory, ArtifactNames.Split),
            JsonSerializer.SerializeToUtf8Bytes(split, WorkspaceJson.Options));

    /// <summary>Reads the split; leave-one-out where the dataset says nothing of it.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static SplitDefinition Read(ArtifactFiles dataset)
    {
        if (dataset.Find(ArtifactNames.Split) is not { } path)
        {
            return new SplitDefinition(SplitKind.LeaveOneOut);
        }

        try
        {
            var split = JsonSerializer.Deserialize<SplitDefinition>(File.ReadAllBytes(path), WorkspaceJson.Options);
            return split is { Kind: SplitKind.LeaveOneOut } or { Kind: SplitKind.Temporal, ValidationFrom: not null, TestFrom: not null }
                ? split
                : throw new JsonException("The times are missing.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{path}: not a split that can be read ({error.Message}) Run stage 'import' again.", error);
        }
    }
}
