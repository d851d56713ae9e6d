using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Float32 tensors of a stage's artifact in a safetensors file: what the compact models and the states of training are kept in.</summary>
internal static class SafetensorsFile
{
    private const string Remedy = "The catalogue or the options may have changed since, or the file is damaged; run the stage that makes it again.";

    /// <summary>Writes the tensors beside the final name and moves the file in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name and values, in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Text by key, kept in the header.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
        => SafetensorsWriter.Write(path, TensorToStore.Of(tensors), StoredType.F32, metadata);

    /// <summary>Reads what a file keeps beside its tensors.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        using var reader = SafetensorsReader.Open(path, Remedy);
        return reader.Metadata;
    }

    /// <summary>Copies tensors of a file into existing tensors of the same names and shapes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targets">Name and tensor; the file must hold each of them.</param>
    /// <param name="mayStay">Whether a tensor of that name may be there besides; null for none.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is damaged, lacks a tensor of that name and shape, or holds one that nothing reads.</exception>
    public static void ReadInto(string path, IReadOnlyList<KeyValuePair<string, Tensor>> targets, Func<string, bool>? mayStay = null)
    {
        using var reader = SafetensorsReader.Open(path, Remedy);
        foreach (var (name, target) in targets)
        {
            reader.ReadInto(name, target);
        }

        var unread = reader.Names.Except(targets.Select(target => target.Key)).FirstOrDefault(name => mayStay?.Invoke(name) != true);
        if (unread is not null)
        {
            throw new InvalidInputException($"{path}: it holds a tensor '{unread}' that nothing here calls for. {Remedy}");
        }
    }
}
