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

/// <summary>
/// Keeps the best so far for each of many rows: most similar first, ties in row order. Different rows can be offered to from different
/// threads.
/// </summary>
/// <param name="count">Rows.</param>
/// <param name="length">How many are kept for each.</param>
/// <param name="tolerance">How far a similarity in float32 may lie from the one in double precision.</param>
internal sealed class NearestLists(int count, int length, float tolerance)
{
    private readonly int[] _rows = new int[(long)count * length];
    private readonly double[] _similarities = new double[(long)count * length];
    private readonly int[] _filled = new int[count];
    private readonly float[] _floors = Filled(count, float.NegativeInfinity);

    /// <summary>Returns what a similarity in float32 must reach at least for the pair to be worth a look in double precision.</summary>
    public float Floor(int row) => _floors[row];

    /// <summary>Takes a row in if it belongs among the best. A row must not be offered twice.</summary>
    /// <param name="row">Whose list.</param>
    /// <param name="other">The row offered.</param>
    /// <param name="similarity">How similar they are, in double precision.</param>
    public void Offer(int row, int other, double similarity)
    {
        var rows = _rows.AsSpan(row * length, length);
        var similarities = _similarities.AsSpan(row * length, length);
        var place = _filled[row];
        if (place == length && !IsBetter(similarity, other, similarities[^1], rows[^1]))
        {
            return;
        }

        place = Math.Min(place, length - 1);
        for (; place > 0 && IsBetter(similarity, other, similarities[place - 1], rows[place - 1]); place--)
        {
            (rows[place], similarities[place]) = (rows[place - 1], similarities[place - 1]);
        }

        (rows[place], similarities[place]) = (other, similarity);
        _filled[row] = Math.Min(_filled[row] + 1, length);
        if (_filled[row] == length)
        {
            _floors[row] = (float)similarities[^1] - tolerance;
        }
    }

    /// <summary>Returns the best of a row so far.</summary>
    public ReadOnlySpan<int> RowsOf(int row) => _rows.AsSpan(row * length, _filled[row]);

    /// <summary>Returns the similarities that go with <see cref="RowsOf"/>.</summary>
    public ReadOnlySpan<double> SimilaritiesOf(int row) => _similarities.AsSpan(row * length, _filled[row]);

    private static bool IsBetter(double similarity, int row, double than, int rowOfThan)
        => similarity > than || (similarity == than && row < rowOfThan);

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}

/// <summary>
/// Vectors laid out for <see cref="TileKernel"/>: panels of 32, each with its vectors as columns. Which vector stands where is free, so
/// that those of a cluster can stand together; places that are left over are empty. Immutable.
/// </summary>
internal sealed class PanelMatrix
{
    /// <summary>Holds what stands in an empty place instead of a row's number.</summary>
    public const int Empty = -1;

    private readonly float[][] _panels;
    private readonly int[] _rows;

    /// <param name="vectors">The vectors.</param>
    /// <param name="rows">The row that stands in each place, or <see cref="Empty"/>; a multiple of 32 places.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    public PanelMatrix(VectorMatrix vectors, int[] rows, ParallelOptions parallel)
    {
        (_rows, Vectors) = (rows, vectors);
        _panels = new float[rows.Length / TileKernel.Columns][];
        Parallel.For(0, _panels.Length, parallel, panel => _panels[panel] = Pack(vectors, RowsOf(panel)));
    }

    /// <summary>Packs some of the vectors, or all, in the order given.</summary>
    public static PanelMatrix Of(VectorMatrix vectors, ReadOnlySpan<int> rows, ParallelOptions parallel)
    {
        var places = new int[PlacesFor(rows.Length)];
        rows.CopyTo(places);
        places.AsSpan(rows.Length).Fill(Empty);
        return new PanelMatrix(vectors, places, parallel);
    }

    /// <summary>Returns the places of whole panels that so many vectors take.</summary>
    public static int PlacesFor(int count) => checked(count + TileKernel.Columns - 1) / TileKernel.Columns * TileKernel.Columns;

    /// <summary>Gets the vectors, by row.</summary>
    public VectorMatrix Vectors { get; }

    /// <summary>Panels.</summary>
    public int Count => _panels.Length;

    /// <summary>Gets the numbers of a panel, <c>[width, 32]</c>.</summary>
    public ReadOnlySpan<float> this[int panel] => _panels[panel];

    /// <summary>Returns the rows that stand in a panel, <c>[32]</c>.</summary>
    public ReadOnlySpan<int> RowsOf(int panel) => _rows.AsSpan(panel * TileKernel.Columns, TileKernel.Columns);

    private static float[] Pack(VectorMatrix vectors, ReadOnlySpan<int> rows)
    {
        var panel = new float[vectors.Width * TileKernel.Columns];
        for (var column = 0; column < rows.Length; column++)
        {
            if (rows[column] != Empty)
            {
                ReadOnlySpan<float> vector = vectors[rows[column]];
                for (var place = 0; place < vector.Length; place++)
                {
                    panel[(place * TileKernel.Columns) + column] = vector[place];
                }
            }
        }

        return panel;
    }
}
