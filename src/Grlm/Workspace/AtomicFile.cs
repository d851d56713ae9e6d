namespace Grlm.Internal;

/// <summary>
/// Writes single files so that a reader, or a kill at any moment, sees the old content or the new one and nothing between.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes text in UTF-8.</summary>
    public static void WriteAllText(string path, string text) => Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write(text);
    });

    /// <summary>Writes bytes.</summary>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        var content = bytes.ToArray();
        Write(path, stream => stream.Write(content));
    }

    /// <summary>
    /// Writes what <paramref name="write"/> writes to a file beside it, and moves that in place. If it throws, the old file stays. A device
    /// or a pipe is written to, never replaced: whoever may replace <c>/dev/null</c> breaks the machine with it.
    /// </summary>
    /// <param name="path">The file; a link stays, and what it leads to is written.</param>
    /// <param name="write">Writes the whole content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (TryOpenSpecial(path) is { } special)
        {
            using (special)
            {
                write(special);
            }

            return;
        }

        var beside = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);

                // Without this a power cut after the move can leave a file of the right name and no content.
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Opens what is there and no regular file; null for a regular file or none.</summary>
    private static FileStream? TryOpenSpecial(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        FileStream? stream = null;
        try
        {
            // For reading as well: opening a pipe for writing alone waits for a reader.
            stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (stream.CanSeek)
            {
                // A device has length 0 whatever is in it, and is the only thing of that length that can't be given it.
                if (stream.Length == 0)
                {
                    stream.SetLength(0);
                }

                stream.Dispose();
                return null;
            }
        }
        catch (UnauthorizedAccessException)
        {
            stream?.Dispose();
            return null; // It may still be replaced: that is asked of its folder.
        }
        catch (IOException) when (stream is not null)
        {
            return stream;
        }

        return stream;
    }
}
