using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>Computes the same on different numbers of threads.</summary>
internal static class OnThreads
{
    public static (T One, T Two) OneAndTwo<T>(Func<T> compute)
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = compute();
            set_num_threads(2);
            return (one, compute());
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
