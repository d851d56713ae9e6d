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

    /// <summary>Copies a stored tensor into an existing one, converting to its type.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <param name="target">Of the stored shape; may be a view, and on any device.</param>
    /// <exception cref="InvalidInputException">There is no such tensor, its shape is another, or its bytes cannot be read.</exception>
    void ReadInto(string name, Tensor target);
}
