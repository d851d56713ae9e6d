using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Hashes files, and remembers the hash of those that have not been written to since: within this process, and large ones beyond it, in a
/// file of the user's cache folder, so that a read-only workspace costs nothing twice either. Thread-safe.
/// </summary>
/// <param name="path">Where the memory of large files is kept; what can't be read there, or written, is hashed again.</param>
/// <param name="clock">Tells how long a file has been at rest.</param>
internal sealed class CheckedFiles(string path, TimeProvider clock)
{
    /// <summary>Smaller files are hashed faster than they are looked up.</summary>
    public const long SmallestRemembered = 1 << 20;

    private const int Remembered = 1_000;

    // A file written to again within the resolution of its file system's clock has the same times: only one at rest is remembered.
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (FileStamp Stamp, string Sha256)> _here = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<string, (FileStamp Stamp, string Sha256)>> _kept = new(() => Load(path));

    /// <summary>Gets the usual place of the memory: <c>~/.cache/grlm/checked</c> (<c>XDG_CACHE_HOME</c> where it is set).</summary>
    public static string UsualPath { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "grlm",
        "checked");

    /// <summary>Returns a memory at the usual place.</summary>
    public static CheckedFiles Usual() => new(UsualPath, TimeProvider.System);

    /// <summary>Tells whether a file's content has a hash.</summary>
    /// <param name="file">The file, which is there.</param>
    /// <param name="sha256">The hash, lower-case hexadecimal.</param>
    /// <param name="again">Whether what earlier processes found doesn't count.</param>
    /// <param name="onHash">Called before the file is read from end to end.</param>
    public bool Has(string file, string sha256, bool again, Action? onHash = null)
    {
        var full = Path.GetFullPath(file);
        var stamp = FileStamp.Of(full);
        if (stamp is { } now
            && (Knows(_here, full, now, sha256) || (!again && now.Bytes >= SmallestRemembered && Knows(_kept.Value, full, now, sha256))))
        {
            return true;
        }

        onHash?.Invoke();
        var found = Hashing.OfFile(full);
        if (stamp is { } before && FileStamp.Of(full) == before)
        {
            _here[full] = (before, found);
            if (before.Bytes >= SmallestRemembered && clock.GetUtcNow() - before.LastChange > _rest)
            {
                Keep(full, before, found);
            }
        }

        return string.Equals(found, sha256, StringComparison.Ordinal);
    }

    private static bool Knows(
        IReadOnlyDictionary<string, (FileStamp Stamp, string Sha256)> known, string file, FileStamp stamp, string sha256)
        => known.TryGetValue(file, out var last) && last.Stamp == stamp && string.Equals(last.Sha256, sha256, StringComparison.Ordinal);

    private static Dictionary<string, (FileStamp Stamp, string Sha256)> Load(string path)
    {
        var known = new Dictionary<string, (FileStamp Stamp, string Sha256)>(StringComparer.Ordinal);
        try
        {
            // The hash of the rest comes first: a damaged memory is none.
            if (!File.Exists(path) || File.ReadAllText(path).Split('\n', 2) is not [var hash, var lines] || Hashing.OfText(lines) != hash)
            {
                return known;
            }

            foreach (var fields in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 6)))
            {
                known[fields[5]] = (new FileStamp(Number(fields[1]), Number(fields[2]), Number(fields[3]),
                    ulong.Parse(fields[4], CultureInfo.InvariantCulture)), fields[0]);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            known.Clear(); // It saves time and nothing else.
        }

        return known;

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private void Keep(string file, FileStamp stamp, string sha256)
    {
        lock (_kept)
        {
            try
            {
                var known = Load(path); // with what other processes have found meanwhile
                known.Remove(file);
                var lines = string.Concat(known
                    .Select(entry => (File: entry.Key, entry.Value.Stamp, entry.Value.Sha256))
                    .Append((File: file, Stamp: stamp, Sha256: sha256))
                    .Where(entry => !entry.File.Contains('\n', StringComparison.Ordinal))
                    .TakeLast(Remembered)
                    .Select(entry => string.Create(
                        CultureInfo.InvariantCulture,
                        $"{entry.Sha256} {entry.Stamp.Bytes} {entry.Stamp.Modified} {entry.Stamp.Changed} " +
                        $"{entry.Stamp.Number} {entry.File}\n")));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.WriteAllText(path, $"{Hashing.OfText(lines)}\n{lines}");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // No right to write, no room: the next process hashes again.
            }
        }
    }
}

/// <summary>
/// Holds what the system says of a file that changes when its content is written to: size, times and number. On Linux that includes the
/// time of the last change, which no program can set back.
/// </summary>
/// <param name="Bytes">Size.</param>
/// <param name="Modified">When the content was last written, in ticks of universal time.</param>
/// <param name="Changed">When content, name or rights last changed, in ticks; 0 where the system doesn't say.</param>
/// <param name="Number">Number of the file in its file system (inode); 0 where the system doesn't say.</param>
internal readonly partial record struct FileStamp(long Bytes, long Modified, long Changed, ulong Number)
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7ff; // STATX_BASIC_STATS
    private const int StatxBytes = 256, NumberOffset = 32, ChangedOffset = 96;

    /// <summary>Returns the stamp of a file; null where there is none.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        var stamp = new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks, 0, 0);
        return OperatingSystem.IsLinux() ? stamp.WithChange(path) : stamp;
    }

    /// <summary>Gets when anything of the file last changed, as far as the system says.</summary>
    public DateTimeOffset LastChange => new(Math.Max(Modified, Changed), TimeSpan.Zero);

    private FileStamp WithChange(string path)
    {
        Span<byte> fields = stackalloc byte[StatxBytes];
        try
        {
            if (Statx(CurrentFolder, path, 0, BasicFields, ref MemoryMarshal.GetReference(fields)) != 0)
            {
                return this;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return this; // a C library older than the call
        }

        // The fields are in the machine's own order: struct statx of linux/stat.h, which is the same on all of them.
        var seconds = MemoryMarshal.Read<long>(fields[ChangedOffset..]);
        var nanoseconds = MemoryMarshal.Read<uint>(fields[(ChangedOffset + sizeof(long))..]);
        return this with
        {
            Changed = DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick),
            Number = MemoryMarshal.Read<ulong>(fields[NumberOffset..]),
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte fields);
}
