using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Stored tensors by their Hugging Face names, read one at a time into memory that the caller has: a safetensors file, several with an index,
/// or a GGUF file.
/// </summary>
internal interface ITensorSource : IDisposable
{
    /// <summary>What is stored, by name.</summary>
    IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>What is stored besides, in types that are not read here: the type by name.</summary>
    IReadOnlyDictionary<string, string> Unreadable { get; }

    /// <summary>Copies some of a tensor's numbers, as float32 whatever they are stored as.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="first">Number of the first, in the tensor's order; a multiple of the length of blocks.</param>
    /// <param name="destination">Where to; whole blocks of them.</param>
    void Read(string name, long first, Span<float> destination);

    /// <summary>Copies a stored tensor into an existing one, converting to its type.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="target">Of the stored shape; may be a view, and on any device.</param>
    /// <exception cref="InvalidInputException">There is no such tensor, its shape is another, or its bytes cannot be read.</exception>
    void ReadInto(string name, Tensor target);
}
