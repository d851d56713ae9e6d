using System.Buffers;

namespace Grlm;

/// <summary>
/// A part of a mapped file as an array of values. Nothing may be written to it. The file stays mapped as long as the process lives: spans of it are
/// handed out, and a span keeps nothing alive.
/// </summary>
internal sealed unsafe class MappedSection<T> : MemoryManager<T>
    where T : unmanaged
{
    private readonly MappedFile _file;
    private readonly T* _start;
    private readonly int _count;

    /// <param name="file">The file.</param>
    /// <param name="offset">Where the part begins, a multiple of the values' size.</param>
    /// <param name="bytes">How long it is.</param>
    public MappedSection(MappedFile file, long offset, int bytes)
    {
        _file = file;
        _count = bytes / sizeof(T);
        fixed (byte* start = file.Slice(offset, bytes))
        {
            _start = (T*)start; // mapped memory does not move
        }
    }

    /// <inheritdoc/>
    public override Span<T> GetSpan() => new(_start, _count);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Mapped memory is never moved, so there is nothing to undo.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => GC.KeepAlive(_file); // shared by all parts, and never unmapped
}
