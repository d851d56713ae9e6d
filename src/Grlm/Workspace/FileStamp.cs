using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// What the system says of a file that changes when its content is written to: size, times and number. On Linux that includes the time of the last
/// change, which no program can set back.
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

    /// <summary>The stamp of a file; null where there is none.</summary>
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

    /// <summary>When anything of the file last changed, as far as the system says.</summary>
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
