namespace Grlm.LanguageModels.Tests;

public sealed class AvailableMemoryTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Read_AsksTheSystem()
    {
        var memory = AvailableMemory.Read();
        Assert.InRange(memory.Total, 1, long.MaxValue);
        Assert.InRange(memory.Free, 0, memory.Total);
    }

    [Fact]
    public void Read_TakesWhatIsKnown_WhereTheSystemHasNoFiles()
        => Assert.Equal(new AvailableMemory(100, 40), AvailableMemory.Read(_root.Root, 100, 40));

    [Fact]
    public void Read_TakesWhatTheMachineHasFree()
    {
        Write("proc/meminfo", "MemTotal: 16 kB\nMemAvailable:       7 kB\n");
        Assert.Equal(new AvailableMemory(16384, 7168), AvailableMemory.Read(_root.Root, 16384, 0));
    }

    [Theory]
    [InlineData("sys/fs/cgroup", "memory.max", "memory.current", "inactive_file")]
    [InlineData("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")]
    public void Read_TakesWhatTheControlGroupLeaves_FileCachesAside(string group, string limit, string used, string cache)
    {
        Write("proc/meminfo", "MemAvailable: 1000 kB\n");
        Write($"{group}/{limit}", "4000\n");
        Write($"{group}/{used}", "3000\n");
        Write($"{group}/memory.stat", $"anon 5\n{cache} 800\n");
        Assert.Equal(new AvailableMemory(4000, 1800), AvailableMemory.Read(_root.Root, 4000, 0));
    }

    [Theory]
    [InlineData("max")]
    [InlineData("9223372036854771712")] // what version 1 says for no limit
    public void Read_PassesOverAGroupWithoutALimit(string limit)
    {
        Write("proc/meminfo", "MemAvailable: 2 kB\n");
        Write("sys/fs/cgroup/memory.max", limit);
        Write("sys/fs/cgroup/memory.current", "3000");
        Assert.Equal(new AvailableMemory(4096, 2048), AvailableMemory.Read(_root.Root, 4096, 0));
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_root.PathOf(name))!);
        File.WriteAllText(_root.PathOf(name), content);
    }
}
