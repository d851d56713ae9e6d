using System.Diagnostics;

namespace Grlm.Packages.Tests;

/// <summary>Runs <c>dotnet</c> and what it has built, as somebody does who has the packages and nothing else of the repository.</summary>
internal static class Dotnet
{
    /// <summary>Runs dotnet to its end, which has to be a good one, and returns what it wrote to standard output.</summary>
    public static Task<string> RunAsync(string directory, params IReadOnlyList<string> arguments)
        => RunAsync("dotnet", directory, arguments);

    /// <summary>Runs a program to its end, which has to be a good one, and returns what it wrote to standard output.</summary>
    public static async Task<string> RunAsync(string program, string directory, IReadOnlyList<string> arguments)
    {
        using var process = Start(program, directory, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var messages = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{await output}\n{await messages}");
        return await output;
    }

    public static Process Start(string program, string directory, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What a build around the tests says to the processes that it starts is not for builds of others.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // No process of a build outlives the test.
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return Process.Start(start)!;
    }
}
