using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Counts tensors that have been made and not disposed of.</summary>
internal static class LiveTensors
{
    /// <summary>The count once what earlier tests left to the garbage collector is gone: no finaliser changes it later.</summary>
    public static long Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    /// <summary>Asserts that there are as many as before; nothing is left to the garbage collector either.</summary>
    public static void AssertCount(long before) => Assert.Equal(before, Tensor.TotalCount);
}
