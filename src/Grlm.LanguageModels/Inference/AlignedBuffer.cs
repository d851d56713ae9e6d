using System.Runtime.CompilerServices;

namespace Grlm.LanguageModels;

/// <summary>
/// Numbers that stay where they are, on a boundary of vectors and cache lines. The garbage collector owns them: who holds a pointer keeps the
/// buffer alive.
/// </summary>
/// <typeparam name="T">Type of the numbers.</typeparam>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;

    /// <param name="length">How many numbers; all are zero.</param>
    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<T>(length + (Alignment / sizeof(T)), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref _array[0]);
        Start = (T*)((start + Alignment - 1) / Alignment * Alignment);
        Length = length;
    }

    /// <summary>The first number.</summary>
    public T* Start { get; }

    /// <summary>How many numbers.</summary>
    public int Length { get; }

    /// <summary>All numbers.</summary>
    public Span<T> Span => new(Start, Length);

    /// <summary>A buffer for at least so many numbers: this one, or a new one without what is in this one.</summary>
    public AlignedBuffer<T> AtLeast(int length) => length <= Length ? this : new AlignedBuffer<T>(Math.Max(length, Length * 2));
}
