using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Grlm.Serving.Tests.PostgresServer))]

namespace Grlm.Serving.Tests;

/// <summary>Runs a PostgreSQL server of its own for the tests, on a Unix socket, when the first of them asks for it.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Installed = "/usr/lib/postgresql";
    private readonly Lazy<Task<string>> _started;
    private int _databases;
    private string? _folder;

    public PostgresServer() => _started = new(StartAsync);

    /// <summary>Makes an empty schema, which is to a store what a database is.</summary>
    /// <returns>A connection string of it.</returns>
    public async Task<string> MakeDatabaseAsync()
    {
        var server = $"Host={await _started.Value};Username=grlm;Database=postgres";
        var name = $"shop{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand($"create schema {name}");
        await command.ExecuteNonQueryAsync();
        return $"{server};Search Path={name}";
    }

    /// <summary>Stops the server as a loss of power would, and starts it again.</summary>
    public async Task CrashAsync()
    {
        await RunAsync("pg_ctl", "-D", Path.Combine(await _started.Value, "data"), "-m", "immediate", "-w", "stop");
        await BeginAsync(await _started.Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder is null)
            return;
        await RunAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> StartAsync()
    {
        Assert.SkipUnless(Find("initdb") is not null,
            $"There is no PostgreSQL server in {Installed}. Install Debian's package 'postgresql' to test with it.");
        var folder = Directory.CreateTempSubdirectory("grlm-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
            await ProcessAsync("chown", ["postgres", folder]);
        await RunAsync(
            "initdb", "-D", Path.Combine(folder, "data"), "-U", "grlm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await BeginAsync(folder);
        return _folder = folder;
    }

    // What is killed here are processes, not the machine: what they have written the system keeps, synchronised or not.
    private static Task BeginAsync(string folder)
        => RunAsync(
            "pg_ctl", "-D", Path.Combine(folder, "data"), "-l", Path.Combine(folder, "log"), "-w",
            "-o", $"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off", "start");

    private static string? Find(string program)
        => Directory.Exists(Installed)
            ? Directory.EnumerateDirectories(Installed).Select(version => Path.Combine(version, "bin", program)).LastOrDefault(File.Exists)
            : null;

    // The server refuses to run as root.
    private static Task RunAsync(string program, params string[] arguments)
        => Environment.IsPrivilegedProcess
            ? ProcessAsync("runuser", ["-u", "postgres", "--", Find(program)!, .. arguments])
            : ProcessAsync(Find(program)!, arguments);

    private static async Task ProcessAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
