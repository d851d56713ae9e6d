using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Float32 tensors of a stage's artifact in a safetensors file: what the compact models and the states of training are kept in.
/// </summary>
internal static class SafetensorsFile
{
    private const string Remedy =
        "The catalogue or the options may have changed since, or the file is damaged; run the stage that makes it again.";

    /// <summary>Writes the tensors beside the final name and moves the file in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name and values, in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Text by key, kept in the header.</param>
    public static void Write(
        string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
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
    /// <exception cref="InvalidInputException">The file is damaged, lacks a tensor of that name and shape, or holds one that nothing
    /// reads.</exception>
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

/// <summary>Tensors from and to the folders of the compact models.</summary>
internal static class ModelFolderExtensions
{
    /// <summary>Writes configuration and weights.</summary>
    public static void Save<TConfig>(this ModelFolder folder, TConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> weights)
    {
        SafetensorsFile.Write(folder.WeightsPath, weights);
        folder.WriteConfig(config);
    }

    /// <summary>Reads the weights into a model that the configuration describes.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">Name and tensor.</param>
    /// <param name="mayStay">Whether a tensor of that name is there for another reader.</param>
    /// <exception cref="InvalidInputException">The weights are damaged, of another shape, or more than the configuration calls
    /// for.</exception>
    public static void ReadWeights(this ModelFolder folder, IReadOnlyList<KeyValuePair<string, Tensor>> weights, Func<string, bool> mayStay)
        => SafetensorsFile.ReadInto(folder.WeightsPath, weights, mayStay);
}

/// <summary>Stored tensors into tensors of libtorch.</summary>
internal static class TensorSourceExtensions
{
    // A multiple of every block size, and a chunk in float32 still fits the processor's cache.
    private const int ChunkLength = 1 << 18;

    /// <summary>Returns the type of tensor that stored numbers are read as: the same, and float32 for blocks.</summary>
    public static ScalarType ToScalarType(this StoredType type) => type switch
    {
        StoredType.F16 => ScalarType.Float16,
        StoredType.BF16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>
    /// Copies a stored tensor into an existing one, converting to its type. Numbers go from the file straight into the target where type
    /// and device allow it, else through a buffer of a few megabytes, so that a checkpoint larger than memory can fill tensors on a device.
    /// </summary>
    /// <param name="source">The tensors.</param>
    /// <param name="name">Name of the stored one.</param>
    /// <param name="target">Of the stored shape; may be a view, and on any device.</param>
    /// <exception cref="InvalidInputException">There is no such tensor, its shape is another, or its bytes cannot be read.</exception>
    public static void ReadInto(this ITensorSource source, string name, Tensor target)
    {
        var stored = source.Find(name, target.shape);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        if (target.is_contiguous())
        {
            Fill(source, stored, target.view(-1));
        }
        else
        {
            var values = empty(stored.Shape, dtype: stored.Type.ToScalarType());
            Fill(source, stored, values.view(-1));
            target.copy_(values);
        }
    }

    private static void Fill(ITensorSource source, StoredTensor stored, Tensor flat)
    {
        var type = stored.Type.ToScalarType();
        var isDirect = flat.dtype == type && flat.device_type == DeviceType.CPU;
        using var buffer = isDirect ? null : empty(Math.Min(stored.Count, ChunkLength), dtype: type);
        for (var first = 0L; first < stored.Count; first += ChunkLength)
        {
            var length = Math.Min(ChunkLength, stored.Count - first);
            using var target = flat.narrow(0, first, length);
            using var chunk = buffer?.narrow(0, 0, length);
            source.Copy(stored.Name, first, (chunk ?? target).bytes);
            if (chunk is not null)
            {
                target.copy_(chunk);
            }
        }
    }
}
