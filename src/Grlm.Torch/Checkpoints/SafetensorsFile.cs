using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Float32 tensors in the safetensors format: the length of the header in eight bytes, little-endian; the header in JSON (name to type,
/// shape and byte range); then the numbers (github.com/huggingface/safetensors).
/// </summary>
internal static class SafetensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const long MaximumHeader = 100_000_000;
    private const string Float32 = "F32";

    /// <summary>Writes the tensors beside the final name and moves the file in place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Name and values, in the order in which they are to lie in the file.</param>
    /// <param name="metadata">Text by key, kept in the header.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new Dictionary<string, object>(StringComparer.Ordinal);
        if (metadata is not null)
        {
            header.Add(MetadataKey, metadata);
        }

        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + (tensor.numel() * sizeof(float));
            header.Add(name, new SafetensorsEntry(Float32, tensor.shape, [offset, end]));
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = new byte[(json.Length + 7) / 8 * 8];
        Array.Fill(padded, (byte)' ');
        json.CopyTo(padded, 0);

        var temporary = path + ".tmp"; // always the same name: what a kill leaves is overwritten when the stage resumes
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(length, padded.Length);
            stream.Write(length);
            stream.Write(padded);
            foreach (var (_, tensor) in tensors)
            {
                using var scope = NewDisposeScope();
                tensor.detach().cpu().contiguous().WriteBytesToStream(stream);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Copies tensors of a file into existing tensors of the same names and shapes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="targets">Name and tensor; the file must hold each of them, and may hold more.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is damaged, or lacks a tensor of that name and shape.</exception>
    public static void ReadInto(string path, IReadOnlyList<KeyValuePair<string, Tensor>> targets)
    {
        using var stream = Open(path);
        var (entries, dataStart) = ReadHeader(path, stream);
        using var guard = no_grad();
        foreach (var (name, target) in targets)
        {
            if (!entries.TryGetValue(name, out var entry))
            {
                throw new InvalidInputException($"{path} has no tensor '{name}'. It belongs to another kind of model; run the stage that makes it again.");
            }

            if (!entry.Shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new InvalidInputException(
                    $"{path}: tensor '{name}' is [{string.Join(", ", entry.Shape)}] where [{string.Join(", ", target.shape)}] is needed. " +
                    "The catalogue or the options have changed since; run the stage that makes it again.");
            }

            stream.Position = dataStart + entry.DataOffsets[0];
            using var scope = NewDisposeScope();
            var values = empty(entry.Shape, dtype: ScalarType.Float32);
            values.ReadBytesFromStream(stream);
            target.copy_(values);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (IOException exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingPrerequisiteException($"{path} is missing. Run the stage that makes it.", exception);
        }
    }

    private static (Dictionary<string, SafetensorsEntry> Entries, long DataStart) ReadHeader(string path, FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw Damaged(path, "it is shorter than eight bytes");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length is <= 0 or > MaximumHeader || length > stream.Length - prefix.Length)
        {
            throw Damaged(path, $"its header claims {length:N0} bytes");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        var dataStart = prefix.Length + length;
        try
        {
            using var document = JsonDocument.Parse(json);
            var entries = document.RootElement.EnumerateObject()
                .Where(property => !property.NameEquals(MetadataKey))
                .ToDictionary(
                    property => property.Name,
                    property => property.Value.Deserialize<SafetensorsEntry>() ?? throw new JsonException($"'{property.Name}' is null."),
                    StringComparer.Ordinal);
            Check(path, entries, stream.Length - dataStart);

            return (entries, dataStart);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw Damaged(path, "its header is not what the format says", exception);
        }
    }

    private static void Check(string path, Dictionary<string, SafetensorsEntry> entries, long available)
    {
        foreach (var (name, entry) in entries)
        {
            if (entry.Type != Float32)
            {
                throw Damaged(path, $"tensor '{name}' is of type {entry.Type} where {Float32} is read here");
            }

            if (entry.DataOffsets is not [var begin, var end] || begin < 0 || end < begin || end > available
                || Array.Exists(entry.Shape, length => length < 0)
                || entry.Shape.Aggregate((Int128)sizeof(float), (product, length) => product * length) != end - begin)
            {
                throw Damaged(path, $"the byte range of tensor '{name}' does not fit its shape or the file");
            }
        }

        // The format allows neither overlaps nor holes, nor anything behind the last tensor.
        var covered = 0L;
        foreach (var (name, entry) in entries.OrderBy(pair => pair.Value.DataOffsets[0]).ThenBy(pair => pair.Value.DataOffsets[1]))
        {
            if (entry.DataOffsets[0] != covered)
            {
                throw Damaged(path, $"tensor '{name}' does not begin where the one before it ends");
            }

            covered = entry.DataOffsets[1];
        }

        if (covered != available)
        {
            throw Damaged(path, $"its tensors take {covered:N0} bytes, and it has {available:N0}");
        }
    }

    private static InvalidInputException Damaged(string path, string problem, Exception? innerException = null)
        => new($"{path} is not a sound safetensors file: {problem}. Run the stage that makes it again.", innerException);
}
