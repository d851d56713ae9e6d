using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Tensors of one mapped file. Numbers go from the file straight into the target where type and device allow it, else through a buffer of a few
/// megabytes, so that a checkpoint larger than memory can fill tensors on a device.
/// </summary>
/// <param name="file">The file; disposed of with this.</param>
/// <param name="tensors">What it holds.</param>
/// <param name="remedy">What to do about a file that cannot be used: a whole sentence.</param>
internal abstract class MappedTensorSource(MappedFile file, IReadOnlyDictionary<string, StoredTensor> tensors, string remedy) : ITensorSource
{
    // A multiple of every block size, and a chunk in float32 still fits the processor's cache.
    private const int ChunkLength = 1 << 18;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => tensors;

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<string, string> Unreadable { get; } = new Dictionary<string, string>();

    /// <summary>The file.</summary>
    protected MappedFile File => file;

    /// <inheritdoc/>
    public void Read(string name, long first, Span<float> destination)
    {
        var stored = tensors[name];
        if (stored.Type.Size() == sizeof(float))
        {
            Copy(stored, first, MemoryMarshal.AsBytes(destination));
            return;
        }

        var numbers = new ushort[destination.Length];
        Copy(stored, first, MemoryMarshal.AsBytes(numbers.AsSpan()));
        for (var number = 0; number < numbers.Length; number++)
        {
            destination[number] = stored.Type == StoredType.F16
                ? (float)BitConverter.UInt16BitsToHalf(numbers[number])
                : BitConverter.UInt32BitsToSingle((uint)numbers[number] << 16);
        }
    }

    /// <inheritdoc/>
    public void ReadInto(string name, Tensor target)
    {
        if (!tensors.TryGetValue(name, out var stored))
        {
            throw Refuse(DescribeAbsent(name));
        }

        if (!stored.Shape.AsSpan().SequenceEqual(target.shape))
        {
            throw Refuse($"tensor '{name}' is {TensorShape.Describe(stored.Shape)} where {TensorShape.Describe(target.shape)} is needed");
        }

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        if (target.is_contiguous())
        {
            Fill(target.view(-1), stored);
        }
        else
        {
            var values = empty(stored.Shape, dtype: stored.Type.ToScalarType());
            Fill(values.view(-1), stored);
            target.copy_(values);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>Why a tensor cannot be read that is not among <see cref="Tensors"/>.</summary>
    protected virtual string DescribeAbsent(string name) => $"it has no tensor '{name}'";

    /// <summary>Copies numbers, as they are stored or as float32 where they are stored in blocks.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="first">Number of the first, in the tensor's order; a multiple of the block size.</param>
    /// <param name="destination">Where to.</param>
    protected abstract void Copy(StoredTensor tensor, long first, Span<byte> destination);

    /// <summary>The error for a file that cannot be used.</summary>
    protected InvalidInputException Refuse(string problem) => new($"{file.Path}: {problem}. {remedy}");

    private void Fill(Tensor flat, StoredTensor stored)
    {
        var type = stored.Type.ToScalarType();
        var isDirect = flat.dtype == type && flat.device_type == DeviceType.CPU;
        using var buffer = isDirect ? null : empty(Math.Min(stored.Count, ChunkLength), dtype: type);
        for (var first = 0L; first < stored.Count; first += ChunkLength)
        {
            var length = Math.Min(ChunkLength, stored.Count - first);
            using var target = flat.narrow(0, first, length);
            using var chunk = buffer?.narrow(0, 0, length);
            var bytes = (chunk ?? target).bytes;
            Copy(stored, first, bytes);
            if (!FiniteNumbers.AreAll(bytes, stored.Type))
            {
                throw Refuse($"tensor '{stored.Name}' holds a number that is infinite or none");
            }

            if (chunk is not null)
            {
                target.copy_(chunk);
            }
        }
    }
}
