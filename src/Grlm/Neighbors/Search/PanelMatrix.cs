namespace Grlm;

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

    /// <summary>Some of the vectors, or all, in the order given.</summary>
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
