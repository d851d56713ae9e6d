using System.Runtime.InteropServices;

namespace Grlm.EndToEnd.Tests;

/// <summary>The program without the native library that it trains with, as on a system for which there is none.</summary>
public sealed class MissingLibTorchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatTrains_SaysHowToGetIt_AndTheRestRuns()
    {
        var program = CopyProgram();
        var samples = Path.Combine(CommandProcess.Directory, "samples", "catalog");
        var import = await CommandProcess.RunCopyAsync(
            program, _folder.Path, "import", "--items", Path.Combine(samples, "items.jsonl"), "--interactions",
            Path.Combine(samples, "sequences.txt"), "--term-ids", Path.Combine(samples, "term-ids.json"));
        Assert.True(import.ExitCode == 0, import.Messages);
        Assert.Equal(0, (await CommandProcess.RunCopyAsync(program, _folder.Path, "evaluate", "--source", "popular")).ExitCode);

        var rank = await CommandProcess.RunCopyAsync(program, _folder.Path, "rank", "--json");
        Assert.Equal((4, ""), (rank.ExitCode, rank.Output));
        Assert.Contains("libtorch", rank.Messages, StringComparison.Ordinal);
        Assert.Contains(RuntimeInformation.RuntimeIdentifier, rank.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", rank.Messages, StringComparison.Ordinal);
    }

    private string CopyProgram()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder.Path, "program")).FullName;
        foreach (var file in Directory.EnumerateFiles(CommandProcess.Directory).Where(file => !IsTorch(Path.GetFileName(file))))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return Path.Combine(target, "Grlm.Cli.dll");
    }

    private static bool IsTorch(string name)
        => !name.StartsWith("TorchSharp.", StringComparison.Ordinal) && !name.StartsWith("Grlm.", StringComparison.Ordinal)
            && (name.Contains("torch", StringComparison.OrdinalIgnoreCase) || name.Contains("c10", StringComparison.Ordinal));
}
