using System.Collections.Frozen;

namespace Grlm.LanguageModels;

/// <summary>Describes the header of a GGUF file, version 2 or 3, checked (github.com/ggml-org/ggml, docs/gguf.md).</summary>
/// <param name="Metadata">Key-value pairs.</param>
/// <param name="Tensors">The tensors by Hugging Face name.</param>
internal sealed record GgufHeader(GgufMetadata Metadata, IReadOnlyDictionary<string, GgufTensor> Tensors)
{
    private const uint Magic = 0x46554747; // GGUF
    private const uint MaximumDimensions = 8;
    private const long DefaultAlignment = 32;
    private const long MaximumAlignment = 1 << 20;

    private static readonly FrozenDictionary<uint, string> _types = new Dictionary<uint, string>
    {
        [0] = "F32",
        [1] = "F16",
        [2] = "Q4_0",
        [3] = "Q4_1",
        [6] = "Q5_0",
        [7] = "Q5_1",
        [8] = "Q8_0",
        [9] = "Q8_1",
        [10] = "Q2_K",
        [11] = "Q3_K",
        [12] = "Q4_K",
        [13] = "Q5_K",
        [14] = "Q6_K",
        [15] = "Q8_K",
        [20] = "IQ4_NL",
        [23] = "IQ4_XS",
        [28] = "F64",
        [30] = "BF16",
        [39] = "MXFP4",
    }.ToFrozenDictionary();

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="InvalidInputException">The file is not sound, or holds a tensor of a type that is not read here.</exception>
    public static GgufHeader Read(MappedFile file)
    {
        try
        {
            var cursor = new GgufCursor(file);
            var (tensors, pairs) = ReadCounts(cursor);
            var metadata = ReadMetadata(cursor, pairs, file.Path);
            var claims = ReadTensors(cursor, tensors, metadata);
            return new GgufHeader(metadata, Place(claims, metadata, cursor.Position, file.Length));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidInputException(
                $"{file.Path} is not a GGUF file that can be read: {exception.Message}. {CheckpointFiles.Remedy}", exception);
        }
    }

    private static (ulong Tensors, ulong Pairs) ReadCounts(GgufCursor cursor)
    {
        if (cursor.ReadUInt32() != Magic)
        {
            throw new InvalidDataException("it does not begin with GGUF");
        }

        var version = cursor.ReadUInt32();
        return version is 2 or 3
            ? (cursor.ReadUInt64(), cursor.ReadUInt64())
            : throw new InvalidDataException($"it is of version {version}, and 2 and 3 are known here, little-endian");
    }

    private static GgufMetadata ReadMetadata(GgufCursor cursor, ulong count, string path)
    {
        var values = new Dictionary<string, object>();
        for (var number = 0UL; number < count; number++)
        {
            var key = cursor.ReadString();
            if (!values.TryAdd(key, cursor.ReadValue()))
            {
                throw new InvalidDataException($"its metadata have '{key}' twice");
            }
        }

        var metadata = new GgufMetadata(values, path);
        return metadata.Integer("split.count") is > 1 and var parts
            ? throw new InvalidDataException($"it is one of {parts} parts; join them with llama.cpp's gguf-split")
            : metadata;
    }

    private static List<GgufTensor> ReadTensors(GgufCursor cursor, ulong count, GgufMetadata metadata)
    {
        var tensors = new List<GgufTensor>();
        for (var number = 0UL; number < count; number++)
        {
            var name = cursor.ReadString();
            var shape = ReadShape(cursor, name);
            var type = ReadType(cursor, name);
            var offset = cursor.ReadUInt64();
            var stored = new StoredTensor(GgufNames.ToHuggingFace(name), type, shape);
            tensors.Add(new GgufTensor(stored, offset <= long.MaxValue ? (long)offset : long.MaxValue, PermutedHeads(stored, metadata)));
        }

        return tensors;
    }

    /// <summary>Dimensions run innermost first in the file.</summary>
    private static long[] ReadShape(GgufCursor cursor, string name)
    {
        var dimensions = cursor.ReadUInt32();
        if (dimensions > MaximumDimensions)
        {
            throw new InvalidDataException($"tensor '{name}' has {dimensions} dimensions");
        }

        var shape = new long[dimensions];
        for (var dimension = shape.Length - 1; dimension >= 0; dimension--)
        {
            shape[dimension] = unchecked((long)cursor.ReadUInt64()); // what does not fit turns negative, which no shape may be
        }

        return TensorShape.TryCount(shape, out _)
            ? shape
            : throw new InvalidDataException($"tensor '{name}' has the impossible shape {TensorShape.Describe(shape)}");
    }

    private static StoredType ReadType(GgufCursor cursor, string name)
    {
        var number = cursor.ReadUInt32();
        var type = _types.GetValueOrDefault(number, $"number {number}");
        return Enum.TryParse<StoredType>(type, out var known)
            ? known
            : throw new InvalidDataException(
                $"tensor '{name}' is of type {type}, and {string.Join(", ", Enum.GetNames<StoredType>())} are known here");
    }

    private static int PermutedHeads(StoredTensor tensor, GgufMetadata metadata)
    {
        var isQuery = tensor.Name.Contains(".self_attn.q_proj.", StringComparison.Ordinal);
        var isKey = tensor.Name.Contains(".self_attn.k_proj.", StringComparison.Ordinal);
        if (metadata.Architecture != "llama" || !(isQuery || isKey))
        {
            return 0;
        }

        var heads = metadata.Integer("llama.attention.head_count");
        heads = isKey ? metadata.Integer("llama.attention.head_count_kv") ?? heads : heads;
        return heads is > 0 and <= int.MaxValue && tensor.Shape is [var rows, ..] && rows % (2 * heads.Value) == 0
            ? (int)heads.Value
            : throw new InvalidDataException($"the rows of tensor '{tensor.Name}' cannot be split into {heads} heads");
    }

    private static Dictionary<string, GgufTensor> Place(List<GgufTensor> claims, GgufMetadata metadata, long end, long length)
    {
        var alignment = metadata.Integer("general.alignment") ?? DefaultAlignment;
        if (alignment is < 1 or > MaximumAlignment || !long.IsPow2(alignment))
        {
            throw new InvalidDataException($"its alignment is {alignment}");
        }

        var start = (end + alignment - 1) / alignment * alignment;
        var covered = 0L;
        var placed = new Dictionary<string, GgufTensor>();
        foreach (var tensor in claims.OrderBy(tensor => tensor.Offset))
        {
            var bytes = BytesOf(tensor.Stored);
            if (tensor.Offset % alignment != 0 || tensor.Offset < covered || bytes > length - start - (Int128)tensor.Offset)
            {
                throw new InvalidDataException(
                    $"the byte range of tensor '{tensor.Stored.Name}' does not fit the file or the tensor before it");
            }

            covered = tensor.Offset + (long)bytes;
            if (!placed.TryAdd(tensor.Stored.Name, tensor with { Offset = start + tensor.Offset }))
            {
                throw new InvalidDataException($"it has tensor '{tensor.Stored.Name}' twice");
            }
        }

        return placed;
    }

    private static Int128 BytesOf(StoredTensor tensor)
    {
        if (tensor.Type is StoredType.F32 or StoredType.F16 or StoredType.BF16)
        {
            return (Int128)tensor.Count * tensor.Type.Size();
        }

        var length = GgufBlocks.LengthOf(tensor.Type);
        return tensor.Shape is [.., var row] && row % length == 0
            ? (Int128)(tensor.Count / length) * GgufBlocks.Bytes(tensor.Type)
            : throw new InvalidDataException($"the rows of tensor '{tensor.Name}' are not whole blocks of {length}");
    }
}

/// <summary>Describes a tensor in a GGUF file.</summary>
/// <param name="Stored">Name, type and shape as Hugging Face has them.</param>
/// <param name="Offset">Where in the file its bytes begin.</param>
/// <param name="Heads">How many heads have their rows permuted; 0 for none.</param>
internal sealed record GgufTensor(StoredTensor Stored, long Offset, int Heads)
{
    /// <summary>Numbers of a row.</summary>
    public long RowLength => Stored.Shape.Skip(1).Aggregate(1L, (product, length) => product * length);

    /// <summary>
    /// Returns where the file has a row. llama.cpp turns neighbouring rows of a head together where Hugging Face turns row i with row i +
    /// size/2, so the converter has interleaved the halves of each head.
    /// </summary>
    public long SourceRow(long row)
    {
        if (Heads == 0)
        {
            return row;
        }

        var size = Stored.Shape[0] / Heads;
        var (head, place) = Math.DivRem(row, size);
        var (half, pair) = Math.DivRem(place, size / 2);
        return (head * size) + (2 * pair) + half;
    }
}

/// <summary>Names of tensors in GGUF files, and what Hugging Face calls them.</summary>
internal static class GgufNames
{
    private static readonly FrozenDictionary<string, string> _ofModel = new Dictionary<string, string>
    {
        ["token_embd.weight"] = LanguageModelTensors.Embedding,
        ["output_norm.weight"] = LanguageModelTensors.FinalNorm,
        ["output.weight"] = LanguageModelTensors.Head,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _ofLayer = new Dictionary<string, string>
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    }.ToFrozenDictionary();

    /// <summary>Returns the Hugging Face name of a tensor; its own name where there is none.</summary>
    public static string ToHuggingFace(string name)
    {
        if (_ofModel.TryGetValue(name, out var known))
        {
            return known;
        }

        return name.Split('.') is ["blk", var layer, var part, ("weight" or "bias") and var kind]
            && _ofLayer.TryGetValue(part, out var module)
            ? $"model.layers.{layer}.{module}.{kind}"
            : name;
    }
}
