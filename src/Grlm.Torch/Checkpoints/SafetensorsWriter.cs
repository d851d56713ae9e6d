using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes a safetensors file (the format: <see cref="SafetensorsHeader"/>).</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int ChunkLength = 1 << 20;
    private const int BufferSize = 1 << 16;

    /// <summary>Writes the tensors beside the final name and moves the file in place. Takes no more memory than a tensor, and a chunk of it
    /// where it is there already.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie in the file.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="metadata">Text by key, kept in the header.</param>
    /// <exception cref="InvalidInputException">A number does not fit the type.</exception>
    public static void Write(
        string path, IReadOnlyList<TensorToStore> tensors, StoredType type, IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (type is not (StoredType.F32 or StoredType.F16 or StoredType.BF16))
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "The format has no blocks.");
        }

        var header = CreateHeader(tensors, type, metadata);
        var temporary = path + ".tmp"; // always the same name: what a kill leaves is overwritten when the stage resumes
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
        {
            stream.Write(header);
            foreach (var tensor in tensors)
            {
                WriteNumbers(stream, tensor, type);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static byte[] CreateHeader(
        IReadOnlyList<TensorToStore> tensors, StoredType type, IReadOnlyDictionary<string, string>? metadata)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            if (metadata is not null)
            {
                writer.WritePropertyName(SafetensorsHeader.MetadataKey);
                JsonSerializer.Serialize(writer, metadata);
            }

            WriteEntries(writer, tensors, type);
            writer.WriteEndObject();
        }

        // Blanks behind it, so that the numbers begin at a multiple of eight.
        var length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var header = new byte[sizeof(long) + length];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        json.WrittenSpan.CopyTo(header.AsSpan(sizeof(long)));
        return header;
    }

    private static void WriteEntries(Utf8JsonWriter writer, IReadOnlyList<TensorToStore> tensors, StoredType type)
    {
        var names = new HashSet<string> { SafetensorsHeader.MetadataKey };
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException($"The name '{tensor.Name}' is taken.", nameof(tensors));
            }

            var end = offset + (tensor.Count * type.Size());
            writer.WritePropertyName(tensor.Name);
            JsonSerializer.Serialize(writer, new { dtype = type.ToString(), shape = tensor.Shape, data_offsets = new[] { offset, end } });
            offset = end;
        }
    }

    private static void WriteNumbers(FileStream stream, TensorToStore tensor, StoredType type)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var values = tensor.Values();
        if (!values.shape.AsSpan().SequenceEqual(tensor.Shape))
        {
            throw new ArgumentException($"Tensor '{tensor.Name}' is not of the shape that it was announced with.", nameof(tensor));
        }

        var flat = values.contiguous().view(-1);
        for (var first = 0L; first < tensor.Count; first += ChunkLength)
        {
            using var step = NewDisposeScope();
            var chunk = flat.narrow(0, first, Math.Min(ChunkLength, tensor.Count - first)).to(type.ToScalarType()).cpu();
            if (type == StoredType.F16 && !FiniteNumbers.AreAll(chunk.bytes, type))
            {
                throw new InvalidInputException($"A number of tensor '{tensor.Name}' does not fit float16. Write bfloat16 or float32.");
            }

            stream.Write(chunk.bytes);
        }
    }
}
