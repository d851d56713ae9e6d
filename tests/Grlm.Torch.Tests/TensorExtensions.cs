using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Tensors to and from managed arrays.</summary>
internal static class TensorExtensions
{
    /// <summary>All numbers, row by row.</summary>
    public static float[] ToArray(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, float>(tensor.detach().cpu().contiguous().bytes).ToArray();
    }

    /// <summary>The bits of all numbers, so that equality means equality.</summary>
    public static int[] ToBits(this Tensor tensor) => Array.ConvertAll(tensor.ToArray(), BitConverter.SingleToInt32Bits);

    /// <summary>Asserts that all numbers are near the expected ones.</summary>
    public static void AssertNear(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.True(
                Math.Abs(expected[place] - actual[place]) <= tolerance,
                $"Place {place}: {actual[place]:R} where {expected[place]:R} is expected, within {tolerance:R}.");
        }
    }
}
