using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Keeps the gated product of a feed-forward layer, <c>silu(gate) up</c>. Gates and what they let pass lie side by side: sixteen columns of one,
/// sixteen of the other.
/// </summary>
/// <param name="output">Takes the result.</param>
internal sealed unsafe class GateSink(PackedRows output) : ITileSink
{
    /// <summary>Gates of a panel.</summary>
    public const int Gates = ProductKernel.TileWidth / 2;

    /// <inheritdoc/>
    public void Take(int worker, int panel, int firstRow, int rows, float* tile)
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

/// <summary>What becomes of a product. Called from several threads at once, for different columns.</summary>
internal unsafe interface ITileSink
{
    /// <summary>Takes a part of the product up.</summary>
    /// <param name="worker">Number of the thread.</param>
    /// <param name="panel">The columns: from 32 times this on.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="tile"><c>[rows, 32]</c>, overwritten afterwards.</param>
    void Take(int worker, int panel, int firstRow, int rows, float* tile);
}
