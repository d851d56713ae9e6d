using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Tensors of a model in memory, for what reads those of a file: the engine can run a model that is still being trained.</summary>
/// <param name="tensors">Name and values, float32.</param>
internal sealed class TensorSet(IEnumerable<KeyValuePair<string, Tensor>> tensors) : INamedTensors
{
    private readonly Dictionary<string, Tensor> _tensors = new(tensors);

    /// <inheritdoc/>
    public float[] Read(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = _tensors[name];
        if (!shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"Tensor '{name}' is {TensorShape.Describe(tensor.shape)} where {TensorShape.Describe(shape.ToArray())} is needed.", nameof(name));
        }

        using var host = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
