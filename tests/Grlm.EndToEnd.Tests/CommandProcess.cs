using System.Diagnostics;
using System.Reflection;

namespace Grlm.EndToEnd.Tests;

/// <summary>Starts the real command, as it was built.</summary>
internal static class CommandProcess
{
    private static string Assembly { get; } = Metadata("CommandAssembly");

    /// <summary>The folder that the command was built in.</summary>
    public static string Directory => Path.GetDirectoryName(Assembly)!;

    /// <summary>A constant that the build has written into this assembly.</summary>
    public static string Metadata(string key)
        => typeof(CommandProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == key).Value!;

    /// <summary>Runs the command to its end, with its output in pipes.</summary>
    public static Task<CommandResult> RunAsync(string directory, params IReadOnlyList<string> arguments)
        => RunAsync(directory, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs the command to its end, with its output in pipes and with these environment variables.</summary>
    public static async Task<CommandResult> RunAsync(
        string directory, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
    {
        using var process = Start(directory, environment, arguments);
        return await EndOfAsync(process);
    }

    /// <summary>Runs a copy of the command, in whichever folder that is, to its end.</summary>
    public static async Task<CommandResult> RunCopyAsync(string assembly, string directory, params IReadOnlyList<string> arguments)
    {
        using var process = Start(directory, new Dictionary<string, string?>(), "dotnet", ["exec", assembly, .. arguments]);
        return await EndOfAsync(process);
    }

    /// <summary>Runs a script of the shell to its end, in which <c>"$@"</c> is the command.</summary>
    public static async Task<CommandResult> RunInShellAsync(string directory, string script, params IReadOnlyList<string> arguments)
    {
        using var process = Start(directory, new Dictionary<string, string?>(), "sh",
            ["-c", script, "sh", "dotnet", "exec", Assembly, .. arguments]);
        return await EndOfAsync(process);
    }

    private static async Task<CommandResult> EndOfAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var messages = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(process.ExitCode, await output, await messages);
    }

    /// <summary>Starts the command.</summary>
    public static Process Start(string directory, params IReadOnlyList<string> arguments)
        => Start(directory, new Dictionary<string, string?>(), arguments);

    /// <summary>Starts the command with these environment variables; null removes one.</summary>
    public static Process Start(string directory, IReadOnlyDictionary<string, string?> environment, params IReadOnlyList<string> arguments)
        => Start(directory, environment, "dotnet", ["exec", Assembly, .. arguments]);

    private static Process Start(
        string directory, IReadOnlyDictionary<string, string?> environment, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
