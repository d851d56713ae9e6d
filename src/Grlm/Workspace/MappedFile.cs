using System.IO.MemoryMappedFiles;

namespace Grlm.Internal;

/// <summary>
/// Represents a file mapped into memory: opening costs nothing whatever its size, and its pages are the system's to drop. A file that
/// another process cuts short meanwhile takes this process down when the lost part is read, so it is opened such that others may read it
/// and not write. Reading is safe from several threads; disposing is not while one reads.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    private MappedFile(string path, FileStream stream)
    {
        Path = path;
        Length = stream.Length;
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    /// <summary>Gets the file as it was named.</summary>
    public string Path { get; }

    /// <summary>Gets its bytes.</summary>
    public long Length { get; }

    /// <summary>Opens a file that is not empty.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="remedy">What to do about a file that cannot be read: a whole sentence.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">It is empty, a link in a circle, or may not be read.</exception>
    public static MappedFile Open(string path, string remedy)
    {
        try
        {
            // Before it is opened: opening a named pipe waits for someone to write to it.
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            if (file is { Exists: true, Length: 0 })
            {
                throw new InvalidInputException($"{path} is empty. {remedy}");
            }

            return new MappedFile(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MissingPrerequisiteException($"{path} is missing. {remedy}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path} cannot be read: {exception.Message} {remedy}", exception);
        }
    }

    /// <summary>Returns some of its bytes, valid until the file is disposed of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not within the file.</exception>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_start is not null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
