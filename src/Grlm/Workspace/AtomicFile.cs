namespace Grlm;

/// <summary>Writes single files so that a reader, or a kill at any moment, sees the old content or the new one and nothing between.</summary>
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

    /// <summary>Writes what <paramref name="write"/> writes to a file beside it, and moves that in place. If it throws, the old file stays.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the whole content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
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
}
