using System.Text;

namespace Grlm.Internal;

/// <summary>
/// Opens the files that a user names, the one way for all of them. What is no regular file (a device, a folder, a pipe) is refused before
/// it is read: it may have no end. Every refusal names the path and says what to do. Thread-safe.
/// </summary>
public static class UserFile
{
    /// <summary>Holds the most bytes of a file that is read whole, such as settings or a prompt.</summary>
    public const int MaximumText = 16 << 20;

    private const int BufferSize = 1 << 16;

    // Opening a pipe waits until something opens its other end, and that may never be.
    private static readonly TimeSpan WriterWait = TimeSpan.FromSeconds(5);

    /// <summary>Opens a regular file from its beginning; it may be empty.</summary>
    /// <param name="path">The path as the user gave it: messages repeat it.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file, or it may not be read.</exception>
    /// <exception cref="InvalidInputException">It is a folder, a device, a pipe, or a link that leads nowhere.</exception>
    public static FileStream Open(string path)
    {
        var stream = OpenStream(path, CancellationToken.None);
        if (stream.CanSeek)
            return stream;
        stream.Dispose();
        throw new InvalidInputException(
            $"{path}: this is a pipe or a terminal, not a regular file. Write what comes out of it into a file, and give that.");
    }

    /// <summary>Opens a regular file, or a pipe that something writes to: one that cannot seek can be read once only.</summary>
    /// <param name="path">The path as the user gave it: messages repeat it.</param>
    /// <param name="cancellationToken">Ends the wait for a pipe's other end.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file, or it may not be read.</exception>
    /// <exception cref="InvalidInputException">It is a folder, a device, a link that leads nowhere, or a pipe that nothing writes
    /// to.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileStream OpenStream(string path, CancellationToken cancellationToken)
        => OpenStream(path, WriterWait, cancellationToken);

    internal static FileStream OpenStream(string path, TimeSpan writerWait, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path}: this is a folder. Give the path of a file in it.");
        try
        {
            var stream = OpenPatiently(path, writerWait, cancellationToken);
            if (!IsEndless(stream))
                return stream;
            stream.Dispose();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileInfo(path).LinkTarget is { } target
                ? new InvalidInputException(
                    $"{path}: the link leads to '{target}', and there is no such file. Point it to one, or give another path.", e)
                : new MissingPrerequisiteException($"There is no file '{path}'. Check the path.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new MissingPrerequisiteException($"{path}: the file may not be read. Check its permissions.", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            // A circle of links, a terminal that is not there, the memory of a process, a name that no file can have.
            throw new InvalidInputException($"{path}: this cannot be read as a file ({e.Message}). Give the path of a regular file.", e);
        }

        throw new InvalidInputException($"{path}: this is a device, not a regular file. Give the path of a file.");
    }

    /// <summary>Reads a whole text of at most <see cref="MaximumText"/> bytes.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static string ReadAllText(string path)
    {
        using var stream = Open(path);
        if (stream.Length > MaximumText)
            throw new InvalidInputException(
                $"{path}: the file has {Readable.Bytes(stream.Length)}, where at most {Readable.Bytes(MaximumText)} are read. " +
                    $"Check the path.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a text line by line.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(Open(path), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static FileStream OpenPatiently(string path, TimeSpan writerWait, CancellationToken cancellationToken)
    {
        // On a thread of its own: nothing interrupts a thread that waits for the other end of a pipe.
        var opening = Task.Factory.StartNew(
            () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            return opening.WaitAsync(writerWait, cancellationToken).GetAwaiter().GetResult();
        }
        catch (TimeoutException e)
        {
            throw new InvalidInputException(
                $"{path}: this is a pipe that nothing writes to. Start the writer first, or give a regular file.", e);
        }
    }

    /// <summary>Tells a device: a file that says it is empty, and is not.</summary>
    private static bool IsEndless(FileStream stream)
        => stream.CanSeek && stream.Length == 0 && RandomAccess.Read(stream.SafeFileHandle, new byte[1], fileOffset: 0) > 0;
}
