using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Grlm;

/// <summary>
/// A matrix of float32 in a safetensors file: the length of the header in eight bytes, little-endian; the header in JSON (name to type, shape and
/// byte range); then the numbers (github.com/huggingface/safetensors).
/// </summary>
internal static class MatrixFile
{
    private const int Alignment = 8;
    private const long MaximumHeader = 100_000_000;
    private const string Remedy = "Run 'grlm embed --force'.";

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
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"{path} is missing. {Remedy}");
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var (count, width) = ReadHeader(file, name);
            var matrix = new VectorMatrix(count, width);
            for (var row = 0; row < count; row++)
            {
                file.ReadExactly(MemoryMarshal.AsBytes(matrix[row]));
            }

            return matrix;
        }
        catch (Exception error)
            when (error is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or FormatException or EndOfStreamException)
        {
            throw new InvalidInputException($"{path} is not what it should be: {error.Message.TrimEnd('.')}. {Remedy}", error);
        }
    }

    private static (int Count, int Width) ReadHeader(FileStream file, string name)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        file.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is <= 0 or > MaximumHeader || length > file.Length - prefix.Length)
        {
            throw new InvalidDataException($"its header claims {length:N0} bytes");
        }

        var json = new byte[length];
        file.ReadExactly(json);
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var entry = document.RootElement.GetProperty(name);
        var shape = entry.GetProperty("shape").Deserialize<int[]>();
        var offsets = entry.GetProperty("data_offsets").Deserialize<long[]>();
        var available = file.Length - prefix.Length - length;
        return shape is [>= 0 and var count, > 0 and var width] && entry.GetProperty("dtype").ValueEquals("F32")
            && offsets is [0, var end] && end == available && (Int128)count * width * sizeof(float) == end
            ? (count, width)
            : throw new InvalidDataException($"'{name}' is no matrix of F32 that fills the file");
    }
}
