using System.Globalization;
using System.Runtime.InteropServices;

namespace Grlm.LanguageModels;

/// <summary>
/// Represents a GGUF file. Numbers in blocks become float32 on their way into the target; rows come in Hugging Face's order.
/// </summary>
internal sealed class GgufFile : MappedTensorSource
{
    private readonly GgufHeader _header;

    private GgufFile(MappedFile file, GgufHeader header)
        : base(file, header.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Stored), CheckpointFiles.Remedy)
        => _header = header;

    /// <summary>Gets what the file says about itself.</summary>
    public GgufMetadata Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is not sound, or holds a tensor of a type that is not read here.</exception>
    public static GgufFile Open(string path)
    {
        var file = MappedFile.Open(path, CheckpointFiles.Remedy);
        try
        {
            return new GgufFile(file, GgufHeader.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Copy(StoredTensor tensor, long first, Span<byte> destination)
    {
        var entry = _header.Tensors[tensor.Name];
        var size = tensor.Type.Size();
        if (entry.Heads == 0)
        {
            CopyRun(entry, first, destination);
            return;
        }

        while (destination.Length > 0)
        {
            // Rows are whole blocks, and so is the beginning: a piece of a row never splits a block.
            var (row, column) = Math.DivRem(first, entry.RowLength);
            var run = (int)Math.Min(entry.RowLength - column, destination.Length / size);
            CopyRun(entry, (entry.SourceRow(row) * entry.RowLength) + column, destination[..(run * size)]);
            destination = destination[(run * size)..];
            first += run;
        }
    }

    private void CopyRun(GgufTensor tensor, long first, Span<byte> destination)
    {
        var type = tensor.Stored.Type;
        if (type is StoredType.F32 or StoredType.F16 or StoredType.BF16)
        {
            File.Slice(tensor.Offset + (first * type.Size()), destination.Length).CopyTo(destination);
            return;
        }

        var numbers = MemoryMarshal.Cast<byte, float>(destination);
        var size = GgufBlocks.Bytes(type);
        var length = GgufBlocks.LengthOf(type);
        var blocks = File.Slice(tensor.Offset + (first / length * size), numbers.Length / length * size);
        GgufBlocks.Dequantize(type, blocks, numbers);
    }
}

/// <summary>Holds the key-value pairs of a GGUF file.</summary>
/// <param name="values">Numbers, truth values, texts, and arrays of them, by key.</param>
/// <param name="path">The file, for error messages.</param>
internal sealed class GgufMetadata(IReadOnlyDictionary<string, object> values, string path)
{
    /// <summary>Family of the model: <c>llama</c>; empty where the file does not say.</summary>
    public string Architecture => Text("general.architecture") ?? "";

    /// <summary>Gets all pairs.</summary>
    public IReadOnlyDictionary<string, object> Values => values;

    /// <summary>Returns a whole number; null where there is none, or it does not fit.</summary>
    public long? Integer(string key) => values.GetValueOrDefault(key) switch
    {
        byte value => value,
        sbyte value => value,
        ushort value => value,
        short value => value,
        uint value => value,
        int value => value,
        ulong value and <= long.MaxValue => (long)value,
        long value => value,
        _ => null,
    };

    /// <summary>
    /// Returns a number. Single precision is taken for the shortest decimal fraction that it can stand for: 1e-5, not 9.99999975e-6.
    /// </summary>
    /// <exception cref="InvalidInputException">It is infinite or none.</exception>
    public double? Number(string key) => values.GetValueOrDefault(key) switch
    {
        float value when float.IsFinite(value)
            => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
        double value when double.IsFinite(value) => value,
        float or double => throw new InvalidInputException($"{path}: '{key}' is {values[key]}. {CheckpointFiles.Remedy}"),
        _ => Integer(key),
    };

    /// <summary>Returns a text.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key) as string;
}
