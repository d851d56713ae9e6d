using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Grlm;

/// <summary>
/// Compares a block of rows with panels of vectors, and offers what may be among a row's best to its list. The products are in float32;
/// whatever comes near a list's floor is computed again in double precision, so lists don't depend on how the work was cut. Not
/// thread-safe: one a thread.
/// </summary>
/// <param name="vectors">The vectors whose best are looked for, each of length one or zero.</param>
/// <param name="panels">The vectors among which they are looked for; where these are of the same matrix, a row is not compared with
/// itself.</param>
/// <param name="lists">The best of each row so far.</param>
internal sealed class BlockSearch(VectorMatrix vectors, PanelMatrix panels, NearestLists lists)
{
    /// <summary>Rows of a block that the second-level cache holds beside a panel, a multiple of the tile's.</summary>
    public const int Rows = 16 * TileKernel.Rows;

    private readonly bool _skipsItself = ReferenceEquals(vectors, panels.Vectors);
    private readonly float[] _block = new float[Rows * vectors.Width];
    private readonly float[] _tile = new float[TileKernel.Rows * TileKernel.Columns];

    /// <summary>
    /// Returns how far a scalar product of two vectors of length one in float32 may lie from the one in double precision: width times the
    /// unit roundoff (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1), doubled to cover that of their lengths.
    /// </summary>
    public static float Tolerance(int width) => 2f * (width + 1) / (1 << 24);

    /// <summary>Compares rows with the vectors in some of the panels.</summary>
    /// <param name="rows">Numbers of the rows; at most <see cref="Rows"/>.</param>
    /// <param name="firstPanel">The first panel.</param>
    /// <param name="endPanel">The panel after the last.</param>
    public void Compare(ReadOnlySpan<int> rows, int firstPanel, int endPanel)
    {
        Gather(rows);
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            for (var first = 0; first < rows.Length; first += TileKernel.Rows)
            {
                TileKernel.Multiply(_block.AsSpan(first * vectors.Width, TileKernel.Rows * vectors.Width), panels[panel], _tile);
                Select(rows.Slice(first, Math.Min(TileKernel.Rows, rows.Length - first)), panels.RowsOf(panel));
            }
        }
    }

    private void Gather(ReadOnlySpan<int> rows)
    {
        for (var place = 0; place < rows.Length; place++)
        {
            vectors[rows[place]].CopyTo(_block.AsSpan(place * vectors.Width));
        }
    }

    private void Select(ReadOnlySpan<int> rows, ReadOnlySpan<int> others)
    {
        ref var tile = ref MemoryMarshal.GetArrayDataReference(_tile);
        for (var place = 0; place < rows.Length; place++)
        {
            var floor = Vector512.Create(lists.Floor(rows[place]));
            for (var column = 0; column < TileKernel.Columns; column += Vector512<float>.Count)
            {
                var similarities = Vector512.LoadUnsafe(ref tile, (nuint)((place * TileKernel.Columns) + column));
                var hits = Vector512.GreaterThanOrEqual(similarities, floor).ExtractMostSignificantBits();
                for (; hits != 0; hits &= hits - 1)
                {
                    Consider(rows[place], others[column + BitOperations.TrailingZeroCount(hits)]);
                }
            }
        }
    }

    private void Consider(int row, int other)
    {
        if (other != PanelMatrix.Empty && !(_skipsItself && other == row))
        {
            lists.Offer(row, other, VectorMath.Dot(vectors[row], panels.Vectors[other]));
        }
    }
}
