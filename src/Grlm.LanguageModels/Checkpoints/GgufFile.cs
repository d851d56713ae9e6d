using System.Runtime.InteropServices;

namespace Grlm.LanguageModels;

/// <summary>A GGUF file. Numbers in blocks become float32 on their way into the target; rows come in Hugging Face's order.</summary>
internal sealed class GgufFile : MappedTensorSource
{
    private readonly GgufHeader _header;

    private GgufFile(MappedFile file, GgufHeader header)
        : base(file, header.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Stored), CheckpointFiles.Remedy)
        => _header = header;

    /// <summary>What the file says about itself.</summary>
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
