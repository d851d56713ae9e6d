using System.Numerics;
using System.Runtime.InteropServices;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Tensors of one mapped file, which may be larger than memory.
/// </summary>
/// <param name="file">The file; disposed of with this.</param>
/// <param name="tensors">What it holds.</param>
/// <param name="remedy">What to do about a file that cannot be used: a whole sentence.</param>
public abstract class MappedTensorSource(MappedFile file, IReadOnlyDictionary<string, StoredTensor> tensors, string remedy)
    : ITensorSource
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => tensors;

    /// <inheritdoc/>
    public virtual IReadOnlyDictionary<string, string> Unreadable { get; } = new Dictionary<string, string>();

    /// <summary>Gets the file.</summary>
    protected MappedFile File => file;

    /// <inheritdoc/>
    public StoredTensor Find(string name, ReadOnlySpan<long> shape)
    {
        if (!tensors.TryGetValue(name, out var stored))
        {
            throw Refuse(DescribeAbsent(name));
        }

        return shape.SequenceEqual(stored.Shape)
            ? stored
            : throw Refuse(
                $"tensor '{name}' is {TensorShape.Describe(stored.Shape)} where {TensorShape.Describe(shape.ToArray())} is needed");
    }

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
    public void Copy(string name, long first, Span<byte> destination)
    {
        Copy(tensors[name], first, destination);
        if (!FiniteNumbers.AreAll(destination, tensors[name].Type))
        {
            throw Refuse($"tensor '{name}' holds a number that is infinite or none");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Returns why a tensor cannot be read that is not among <see cref="Tensors"/>.</summary>
    protected virtual string DescribeAbsent(string name) => $"it has no tensor '{name}'";

    /// <summary>Copies numbers, as they are stored or as float32 where they are stored in blocks.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <param name="first">Number of the first, in the tensor's order; a multiple of the block size.</param>
    /// <param name="destination">Where to.</param>
    protected abstract void Copy(StoredTensor tensor, long first, Span<byte> destination);

    /// <summary>Returns the error for a file that cannot be used.</summary>
    protected InvalidInputException Refuse(string problem) => new($"{file.Path}: {problem}. {remedy}");
}

/// <summary>Looks for infinity and NaN in numbers as they are stored: both have every bit of the exponent set.</summary>
public static class FiniteNumbers
{
    /// <summary>Tells whether all are finite.</summary>
    /// <param name="bytes">Whole numbers, little-endian.</param>
    /// <param name="type">How they are stored; blocks count as the float32 that they are read as.</param>
    public static bool AreAll(ReadOnlySpan<byte> bytes, StoredType type) => type switch
    {
        StoredType.F16 => HaveBitsClear(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7C00),
        StoredType.BF16 => HaveBitsClear(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7F80),
        _ => HaveBitsClear(MemoryMarshal.Cast<byte, uint>(bytes), 0x7F800000u),
    };

    private static bool HaveBitsClear<T>(ReadOnlySpan<T> numbers, T exponent)
        where T : unmanaged, IBinaryInteger<T>
    {
        var mask = new Vector<T>(exponent);
        while (numbers.Length >= Vector<T>.Count)
        {
            if (Vector.EqualsAny(new Vector<T>(numbers) & mask, mask))
            {
                return false;
            }

            numbers = numbers[Vector<T>.Count..];
        }

        foreach (var number in numbers)
        {
            if ((number & exponent) == exponent)
            {
                return false;
            }
        }

        return true;
    }
}
