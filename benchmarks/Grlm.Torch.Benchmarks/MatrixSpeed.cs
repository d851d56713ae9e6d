using System.Diagnostics;
using static TorchSharp.torch;

namespace Grlm.Torch.Benchmarks;

/// <summary>Operations a second of a large matrix product: what the machine can do at best.</summary>
/// <param name="type">Type that is multiplied.</param>
internal sealed class MatrixSpeed(ScalarType type)
{
    private const int Size = 2048;

    private readonly Tensor _a = randn(Size, Size).to_type(type);
    private readonly Tensor _b = randn(Size, Size).to_type(type);

    /// <summary>The best that was measured.</summary>
    public double Best { get; private set; }

    /// <summary>Measures once more.</summary>
    public void Measure()
    {
        using var guard = no_grad();
        var watch = Stopwatch.StartNew();
        _a.matmul(_b).Dispose();
        Best = Math.Max(Best, 2.0 * Size * Size * Size / watch.Elapsed.TotalSeconds);
    }
}
