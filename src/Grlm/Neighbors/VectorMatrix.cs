using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Grlm.Internal;

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
    public static void Normalize(Span<float> vector)
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

/// <summary>Reads and writes a matrix of float32 in a safetensors file of its own (the format: <see cref="SafetensorsHeader"/>).</summary>
public static class MatrixFile
{
    private const int Alignment = 8;
    private const string Remedy = "Run stage 'embed' from the beginning.";

    /// <summary>Writes a matrix beside the final name and moves the file in place.</summary>
    public static void Write(string path, string name, VectorMatrix matrix)
    {
        var bytes = (long)matrix.Count * matrix.Width * sizeof(float);
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            [name] = new { dtype = "F32", shape = (int[])[matrix.Count, matrix.Width], data_offsets = (long[])[0, bytes] },
        });

        // Blanks behind it, so that the numbers begin at a multiple of eight.
        var header = new byte[sizeof(long) + ((json.Length + Alignment - 1) / Alignment * Alignment)];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(long));
        json.CopyTo(header, sizeof(long));
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            for (var row = 0; row < matrix.Count; row++)
            {
                stream.Write(MemoryMarshal.AsBytes(matrix[row]));
            }
        });
    }

    /// <summary>Reads the matrix of that name, which must be all that the file holds.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is not sound, or holds something else.</exception>
    public static VectorMatrix Read(string path, string name)
    {
        using var file = MappedFile.Open(path, Remedy);
        var header = SafetensorsHeader.Read(file, Remedy);
        if (header.Entries.Count != 1 || !header.Entries.TryGetValue(name, out var entry)
            || entry is not { Type: "F32", Shape: [<= int.MaxValue and var count, > 0 and <= int.MaxValue and var width] })
        {
            throw new InvalidInputException($"{path} is not what it should be: '{name}' is no matrix of F32 that fills the file. {Remedy}");
        }

        var matrix = new VectorMatrix((int)count, (int)width);
        var rowBytes = matrix.Width * sizeof(float);
        for (var row = 0; row < matrix.Count; row++)
        {
            file.Slice(header.DataStart + ((long)row * rowBytes), rowBytes).CopyTo(MemoryMarshal.AsBytes(matrix[row]));
        }

        return matrix;
    }
}
