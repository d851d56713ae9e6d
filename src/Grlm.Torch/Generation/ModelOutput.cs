using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Grlm.Torch;

/// <summary>Numbers that a network has computed, on the host.</summary>
internal static class ModelOutput
{
    /// <summary>All numbers of a float32 tensor.</summary>
    public static float[] Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();

    /// <summary>All numbers of a tensor of indices.</summary>
    public static long[] Indices(torch.Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.cpu().contiguous().bytes).ToArray();

    /// <summary>Refuses what is not a number, before it looks like a choice.</summary>
    /// <exception cref="InvalidInputException">One is not a number.</exception>
    public static void Check(ReadOnlySpan<float> numbers)
    {
        if (float.IsNaN(TensorPrimitives.Max(numbers)))
        {
            throw new InvalidInputException("The model computes what is not a number: its weights are damaged. Fetch the checkpoint again.");
        }
    }
}
