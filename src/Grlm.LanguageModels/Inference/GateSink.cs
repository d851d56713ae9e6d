using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Keeps the gated product of a feed-forward layer, <c>silu(gate) up</c>. Gates and what they let pass lie side by side: sixteen columns of
/// one, sixteen of the other.
/// </summary>
/// <param name="output">Takes the result.</param>
internal sealed unsafe class GateSink(PackedRows output) : ITileSink
{
    /// <summary>Gates of a panel.</summary>
    public const int Gates = ProductKernel.TileWidth / 2;

    /// <inheritdoc/>
    public void Receive(int worker, int panel, int firstRow, int rows, float* tile)
    {
        var column = panel * Gates;
        var count = Math.Min(Gates, output.Width - column);
        var result = stackalloc float[Gates];
        for (var row = 0; row < rows; row++)
        {
            var gate = Vector512.Load(tile + (row * ProductKernel.TileWidth));
            var up = Vector512.Load(tile + (row * ProductKernel.TileWidth) + Gates);
            (gate / (Vector512<float>.One + VectorExponential.Of(-gate)) * up).Store(result);
            var target = output.Row(firstRow + row, out var stride) + ((long)column * stride);
            for (var place = 0; place < count; place++)
            {
                target[place * stride] = result[place];
            }
        }
    }
}

/// <summary>Receives the numbers of a product. Called from several threads at once, for different columns.</summary>
internal unsafe interface ITileSink
{
    /// <summary>Takes a part of the product up.</summary>
    /// <param name="worker">Number of the thread.</param>
    /// <param name="panel">The columns: from 32 times this on.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="tile"><c>[rows, 32]</c>, overwritten afterwards.</param>
    void Receive(int worker, int panel, int firstRow, int rows, float* tile);
}

/// <summary>
/// Computes the exponential of sixteen numbers in single precision, to the last bit or two: a power of two and a polynomial for the rest
/// (Cephes, Moshier). The run-time's own one goes through double precision and takes several times as long.
/// </summary>
internal static class VectorExponential
{
    private const float Lowest = -87; // below it the result would leave the normal numbers: it is 0
    private const float Highest = 88;
    private const float LogarithmHigh = 0.693359375f; // ln 2 in two parts, so that the rest stays exact
    private const float LogarithmLow = -2.12194440e-4f;
    private const float Rounding = 12_582_912; // 1.5 times 2 to the 23rd: adding it rounds to whole numbers
    private const int ExponentBias = 127;
    private const int ExponentShift = 23;

    /// <summary>Returns e to the power of each number; 0 for minus infinity. What is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var bounded = Vector512.Min(x, Vector512.Create(Highest));
        var shifted = Vector512.FusedMultiplyAdd(bounded, Vector512.Create(1.44269504f), Vector512.Create(Rounding));
        var power = shifted - Vector512.Create(Rounding);
        var rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-LogarithmHigh), bounded);
        rest = Vector512.FusedMultiplyAdd(power, Vector512.Create(-LogarithmLow), rest);

        var sum = Vector512.Create(1.9875691500e-4f);
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1.3981999507e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(8.3334519073e-3f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(4.1665795894e-2f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(1.6666665459e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, rest, Vector512.Create(5.0000001201e-1f));
        sum = Vector512.FusedMultiplyAdd(sum, rest * rest, rest) + Vector512<float>.One;

        var bits = (shifted.AsInt32() - Vector512.Create(Rounding).AsInt32() + Vector512.Create(ExponentBias)) << ExponentShift;
        var result = sum * bits.AsSingle();
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(Lowest)), Vector512<float>.Zero, result);
    }
}
