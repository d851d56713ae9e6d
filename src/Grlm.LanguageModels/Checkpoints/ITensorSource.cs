namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Stored tensors by their Hugging Face names, read one at a time into memory that the caller has: a safetensors file, several with an
/// index, or a GGUF file. Safe for concurrent reads.
/// </summary>
public interface ITensorSource : IDisposable
{
    /// <summary>Gets what is stored, by name.</summary>
    IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>Gets what is stored besides, in types that are not read here: the type by name.</summary>
    IReadOnlyDictionary<string, string> Unreadable { get; }

    /// <summary>Finds a tensor that has to be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <exception cref="InvalidInputException">There is no such tensor, or its shape is another.</exception>
    StoredTensor Find(string name, ReadOnlySpan<long> shape);

    /// <summary>Copies some of a tensor's numbers, as float32 whatever they are stored as.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="first">Number of the first, in the tensor's order; a multiple of the length of blocks.</param>
    /// <param name="destination">Where to; whole blocks of them.</param>
    void Read(string name, long first, Span<float> destination);

    /// <summary>Copies some of a tensor's numbers as they are stored, or as float32 where they are stored in blocks.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="first">Number of the first, in the tensor's order; a multiple of the length of blocks.</param>
    /// <param name="destination">Where to: <see cref="StoredTypeExtensions.Size"/> bytes a number; whole blocks of them.</param>
    /// <exception cref="InvalidInputException">One of them is infinite or none.</exception>
    void Copy(string name, long first, Span<byte> destination);
}

/// <summary>Says what the stored types are elsewhere.</summary>
public static class StoredTypeExtensions
{
    /// <summary>Bytes of a number once it is read.</summary>
    public static int Size(this StoredType type) => type is StoredType.F16 or StoredType.BF16 ? 2 : 4;

    /// <summary>Returns the name in a <c>config.json</c>; blocks are float32 once they are read.</summary>
    public static string ToConfigName(this StoredType type) => type switch
    {
        StoredType.F16 => "float16",
        StoredType.BF16 => "bfloat16",
        _ => "float32",
    };
}
