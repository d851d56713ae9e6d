using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text.Json;

namespace Grlm.Internal;

/// <summary>
/// Describes the header of a safetensors file, checked: the length of the header in eight bytes, little-endian; the header in JSON (name to
/// type, shape and byte range); then the numbers, without overlap or hole, to the end of the file (github.com/huggingface/safetensors).
/// </summary>
/// <param name="Entries">The tensors by name.</param>
/// <param name="DataStart">Where in the file the numbers begin.</param>
public sealed record SafetensorsHeader(IReadOnlyDictionary<string, SafetensorsEntry> Entries, long DataStart)
{
    /// <summary>Text by key that the file keeps beside its tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Holds the name in the header that is not a tensor's.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Bytes that a header may have.</summary>
    public const long MaximumLength = 100_000_000;

    private static readonly JsonDocumentOptions _json = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// Bits of a number by type: all types of the format, so that a file is checked even where it holds what is not read here.
    /// </summary>
    private static readonly FrozenDictionary<string, int> _bits = new Dictionary<string, int>
    {
        ["F4"] = 4,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["BOOL"] = 8,
        ["U8"] = 8,
        ["I8"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E4M3"] = 8,
        ["F8_E5M2FNUZ"] = 8,
        ["F8_E4M3FNUZ"] = 8,
        ["F8_E8M0"] = 8,
        ["I16"] = 16,
        ["U16"] = 16,
        ["F16"] = 16,
        ["BF16"] = 16,
        ["I32"] = 32,
        ["U32"] = 32,
        ["F32"] = 32,
        ["C64"] = 64,
        ["F64"] = 64,
        ["I64"] = 64,
        ["U64"] = 64,
    }.ToFrozenDictionary();

    /// <summary>Reads and checks the header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="remedy">What to do about a damaged file: a whole sentence.</param>
    /// <exception cref="InvalidInputException">The file is not sound.</exception>
    public static SafetensorsHeader Read(MappedFile file, string remedy)
    {
        try
        {
            var length = ReadLength(file);
            using var document = JsonDocument.Parse(file.Slice(sizeof(long), (int)length).ToArray(), _json);
            var entries = document.RootElement.EnumerateObject()
                .Where(property => property.Name != MetadataKey)
                .Select(property => ReadEntry(property.Name, property.Value))
                .ToDictionary(entry => entry.Name);
            var start = sizeof(long) + length;
            CheckRanges(entries.Values, file.Length - start);
            return new SafetensorsHeader(entries, start) { Metadata = ReadMetadata(document.RootElement) };
        }
        catch (Exception exception)
            when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException
                or InvalidDataException)
        {
            throw new InvalidInputException(
                $"{file.Path} is not a sound safetensors file: {exception.Message.TrimEnd('.')}. {remedy}", exception);
        }
    }

    private static long ReadLength(MappedFile file)
    {
        if (file.Length < sizeof(long))
        {
            throw new InvalidDataException("it is shorter than eight bytes");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(file.Slice(0, sizeof(long)));
        return length is > 0 and <= MaximumLength && length <= file.Length - sizeof(long)
            ? length
            : throw new InvalidDataException($"its header claims {length:N0} bytes");
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement entry)
    {
        var offsets = Numbers(entry.GetProperty("data_offsets"));
        var type = entry.GetProperty("dtype").GetString() ?? throw new InvalidDataException($"tensor '{name}' has no type");
        var shape = Numbers(entry.GetProperty("shape"));
        if (!_bits.TryGetValue(type, out var bits))
        {
            throw new InvalidDataException($"tensor '{name}' is of type '{type}', which the format does not know");
        }

        return offsets is [>= 0 and var begin, var end] && end >= begin
            && TensorShape.TryCount(shape, out var count) && (Int128)count * bits == (Int128)(end - begin) * 8
            ? new SafetensorsEntry(name, type, shape, begin, end)
            : throw new InvalidDataException($"the byte range of tensor '{name}' does not fit its shape");
    }

    private static FrozenDictionary<string, string> ReadMetadata(JsonElement root)
        => root.TryGetProperty(MetadataKey, out var metadata) && metadata.ValueKind == JsonValueKind.Object
            ? metadata.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String)
                .ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!)
            : FrozenDictionary<string, string>.Empty;

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt64())];

    private static void CheckRanges(IEnumerable<SafetensorsEntry> entries, long available)
    {
        var covered = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != covered)
            {
                throw new InvalidDataException($"tensor '{entry.Name}' does not begin where the one before it ends");
            }

            covered = entry.End;
        }

        if (covered != available)
        {
            throw new InvalidDataException($"its tensors take {covered:N0} bytes, and it has {available:N0}");
        }
    }
}

/// <summary>Describes one tensor in the header of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type of the numbers, as the format names it: <c>F32</c>.</param>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where they end.</param>
public sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End);

/// <summary>Shapes that a file claims.</summary>
public static class TensorShape
{
    /// <summary>Tells how many numbers a shape has.</summary>
    /// <returns>False if a length is negative or the product does not fit, zeros among the lengths left aside.</returns>
    public static bool TryCount(ReadOnlySpan<long> shape, out long count)
    {
        count = 1;
        var empty = false;
        foreach (var length in shape)
        {
            if (length < 0 || Math.BigMul(count, Math.Max(length, 1), out var product) != 0 || product < 0)
            {
                return false;
            }

            count = product;
            empty |= length == 0;
        }

        count = empty ? 0 : count;
        return true;
    }

    /// <summary>Returns how many numbers a shape has that is known to be possible.</summary>
    public static long Count(long[] shape) => shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Returns a shape for messages: <c>[2, 3]</c>.</summary>
    public static string Describe(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
