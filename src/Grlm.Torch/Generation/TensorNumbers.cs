using System.Runtime.InteropServices;
using TorchSharp;

namespace Grlm.Torch;

/// <summary>Numbers that a network has computed, on the host.</summary>
internal static class TensorNumbers
{
    /// <summary>All numbers of a float32 tensor.</summary>
    public static float[] Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();

    /// <summary>All numbers of a tensor of indices.</summary>
    public static long[] Indices(torch.Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.cpu().contiguous().bytes).ToArray();
}
