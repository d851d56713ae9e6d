using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Grlm.Torch;

/// <summary>
/// Reads the rows of a matrix that libtorch holds in this machine's memory, as float32. Valid while the matrix is; safe for concurrent
/// reads.
/// </summary>
internal sealed unsafe class TensorRows : IWeightRows
{
    private readonly byte* _start;
    private readonly bool _isHalf;

    /// <param name="matrix"><c>[rows, width]</c> or <c>[width]</c>, float32 or bfloat16, contiguous.</param>
    public TensorRows(torch.Tensor matrix)
    {
        _isHalf = matrix.dtype == torch.ScalarType.BFloat16;
        (Rows, Width) = matrix.dim() == 1 ? (1, (int)matrix.shape[0]) : ((int)matrix.shape[0], (int)matrix.shape[1]);
        fixed (byte* start = matrix.bytes)
        {
            _start = start; // native memory, which nothing moves
        }
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public bool FitHalf => _isHalf || this.AllFitHalf();

    /// <inheritdoc/>
    public void Read(int row, Span<float> numbers)
    {
        if (!_isHalf)
        {
            Singles(row).CopyTo(numbers);
            return;
        }

        var halves = new ReadOnlySpan<ushort>(_start + ((long)row * Width * sizeof(ushort)), Width);
        var bits = MemoryMarshal.Cast<float, uint>(numbers);
        TensorPrimitives.ConvertChecked<ushort, uint>(halves, bits);
        TensorPrimitives.ShiftLeft(bits, 16, bits);
    }

    private ReadOnlySpan<float> Singles(int row) => new(_start + ((long)row * Width * sizeof(float)), Width);
}

/// <summary>Reads the weights of a network that libtorch holds, for the managed decoder; valid while the network is.</summary>
/// <param name="network">The network.</param>
internal sealed class NetworkWeights(CausalNetwork network) : IWeightSource
{
    /// <inheritdoc/>
    public LanguageModelConfig Config => network.Config;

    /// <summary>
    /// Tells whether the managed decoder runs a network best: the processor has vectors of 512 bits and the network is there, without
    /// adapters.
    /// </summary>
    public static bool CanDecode(CausalNetwork network)
        => ProductKernel.IsSupported && InferenceNetwork.Supports(network.Config) && network.Device.type == TorchSharp.DeviceType.CPU
            && network.Adapters is null;

    /// <inheritdoc/>
    public IWeightRows Rows(string name)
    {
        using var values = network.Weights.Values(name); // a view: the memory is the network's
        return new TensorRows(values);
    }
}
