using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Grlm;

/// <summary>Reads and writes a matrix of float32 in a safetensors file of its own (the format: <see cref="SafetensorsHeader"/>).</summary>
internal static class MatrixFile
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
