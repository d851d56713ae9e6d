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
    private readonly List<double> _speeds = [];

    /// <summary>The median of what was measured.</summary>
    public double Median => _speeds.Order().ElementAt(_speeds.Count / 2);

    /// <summary>Takes the better of two products, since the first may find the caches cold.</summary>
    public void Measure() => _speeds.Add(Math.Max(Once(), Once()));

    private double Once()
    {
        using var guard = no_grad();
        var watch = Stopwatch.StartNew();
        _a.matmul(_b).Dispose();
        return 2.0 * Size * Size * Size / watch.Elapsed.TotalSeconds;
    }
}
