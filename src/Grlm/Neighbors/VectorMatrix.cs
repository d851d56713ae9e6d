using System.Numerics.Tensors;

namespace Grlm;

/// <summary>
/// Vectors of one width, a row each, in float32. Rows lie in blocks, so that there may be more of them than one array can hold. Rows can be
/// written from several threads as long as each writes its own.
/// </summary>
public sealed class VectorMatrix
{
    private const int BlockBits = 16;
    private const int RowsInBlock = 1 << BlockBits;

    private readonly float[][] _blocks;

    /// <param name="count">Rows; all zero at first.</param>
    /// <param name="width">Numbers in a row.</param>
    public VectorMatrix(int count, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (Count, Width) = (count, width);
        _blocks = new float[(count + RowsInBlock - 1) >> BlockBits][];
        for (var block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new float[checked(Math.Min(RowsInBlock, count - (block << BlockBits)) * width)];
        }
    }

    /// <summary>Gets the number of rows.</summary>
    public int Count { get; }

    /// <summary>Gets the number of numbers in a row.</summary>
    public int Width { get; }

    /// <summary>Gets one row, <c>[width]</c>.</summary>
    public Span<float> this[int row] => _blocks[row >> BlockBits].AsSpan((row & (RowsInBlock - 1)) * Width, Width);

    /// <summary>
    /// Brings every row to length one; a row of zeros stays as it is. Sums are taken in double precision, so that neither the smallest nor
    /// the largest numbers of float32 are lost.
    /// </summary>
    public void Normalize()
    {
        for (var row = 0; row < Count; row++)
        {
            Normalize(this[row]);
        }
    }

    /// <summary>Brings one vector to length one; zeros stay as they are.</summary>
    internal static void Normalize(Span<float> vector)
    {
        var length = Math.Sqrt(VectorMath.Dot(vector, vector));
        if (length > 0)
        {
            // A factor of its own would overflow for the shortest vectors; in double, no quotient of two floats does.
            for (var place = 0; place < vector.Length; place++)
            {
                vector[place] = (float)(vector[place] / length);
            }
        }
    }

    /// <summary>Tells whether all numbers are finite.</summary>
    internal static bool IsFinite(ReadOnlySpan<float> vector) => TensorPrimitives.IsFiniteAll(vector);
}
