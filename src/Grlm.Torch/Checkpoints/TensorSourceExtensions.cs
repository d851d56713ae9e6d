using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

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
    /// Copies a stored tensor into an existing one, converting to its type. Numbers go from the file straight into the target where type and device
    /// allow it, else through a buffer of a few megabytes, so that a checkpoint larger than memory can fill tensors on a device.
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
