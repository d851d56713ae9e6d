using System.Globalization;

namespace Grlm.LanguageModels;

/// <summary>Memory of this machine, or of the container that this process runs in.</summary>
/// <param name="Total">Bytes there are.</param>
/// <param name="Free">Bytes that a process can take without driving others out; caches of files count as free.</param>
public sealed record AvailableMemory(long Total, long Free)
{
    private const string MemoryInfo = "proc/meminfo";
    private const int BytesOfKilobyte = 1024;

    /// <summary>Asks the system.</summary>
    public static AvailableMemory Read()
    {
        var collector = GC.GetGCMemoryInfo(GCKind.Any);
        var total = collector.TotalAvailableMemoryBytes; // knows the limits of containers
        return Read("/", total, Math.Max(0, total - collector.MemoryLoadBytes));
    }

    /// <summary>Takes the least that the system and the control group (version 2, else 1) leave.</summary>
    /// <param name="root">Where <c>proc</c> and <c>sys</c> are.</param>
    /// <param name="total">Bytes there are, for all that is known.</param>
    /// <param name="otherwise">Bytes that are free where the system has no such files.</param>
    internal static AvailableMemory Read(string root, long total, long otherwise)
    {
        var group = Group(root, "sys/fs/cgroup", "memory.max", "memory.current", "inactive_file")
            ?? Group(root, "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        var machine = Field(Path.Combine(root, MemoryInfo), "MemAvailable:") * BytesOfKilobyte ?? otherwise;
        var free = group is { } limited && limited.Limit <= total ? Math.Min(machine, limited.Limit - limited.Used) : machine;
        return new AvailableMemory(total, Math.Clamp(free, 0, total));
    }

    private static (long Limit, long Used)? Group(string root, string folder, string limitName, string usedName, string cacheName)
    {
        var path = Path.Combine(root, folder);
        var limit = Number(Path.Combine(path, limitName));
        var used = Number(Path.Combine(path, usedName));
        return limit is null || used is null
            ? null : (limit.Value, used.Value - (Field(Path.Combine(path, "memory.stat"), cacheName) ?? 0));
    }

    private static long? Number(string file) => Lines(file).Select(Parse).FirstOrDefault();

    private static long? Field(string file, string name)
        => Lines(file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && words[0] == name).Select(words => Parse(words[1])).FirstOrDefault();

    // "max", for no limit, is no number.
    private static long? Parse(string text)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return []; // a container may hide it
        }
    }
}
