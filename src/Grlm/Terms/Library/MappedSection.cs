using System.Buffers;
using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>A part of a mapped file as an array of values. It keeps the mapping alive; nothing may be written to it.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the part begins, a multiple of the values' size.</param>
/// <param name="bytes">How long it is.</param>
internal sealed class MappedSection<T>(MappedFile file, long offset, int bytes) : MemoryManager<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public override Span<T> GetSpan()
    {
        var values = MemoryMarshal.Cast<byte, T>(file.Slice(offset, bytes));
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("A mapped part of a file is only read through spans.");

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Nothing is ever pinned: see Pin.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The file is shared by all parts of it and stays mapped: spans of it have been handed out.
    }
}
