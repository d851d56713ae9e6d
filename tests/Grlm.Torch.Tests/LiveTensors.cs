using TorchSharp;

namespace Grlm.Torch.Tests;

/// <summary>
/// Counts tensors that this thread has made and not disposed of. (<c>Tensor.TotalCount</c> would count a tensor whose handle a parameter
/// has taken over as alive for ever.)
/// </summary>
internal static class LiveTensors
{
    /// <summary>How many there are now.</summary>
    public static long Count() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Asserts that there are as many as before; nothing is left to the garbage collector either.</summary>
    public static void AssertCount(long before) => Assert.Equal(before, Count());
}
