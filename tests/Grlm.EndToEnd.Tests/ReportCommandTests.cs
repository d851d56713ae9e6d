using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command.</summary>
public sealed partial class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The sections of a report by name, and whether they are there; the page asks nothing of the network.</summary>
    public static IReadOnlyList<(string Name, bool Present)> Check(JsonElement report)
    {
        var html = File.ReadAllText(report.GetProperty("path").GetString()!);
        Assert.Equal(report.GetProperty("bytes").GetInt64(), new FileInfo(report.GetProperty("path").GetString()!).Length);
        Assert.DoesNotMatch(Reaching(), html);
        return [.. report.GetProperty("sections").EnumerateArray()
            .Select(section => (section.GetProperty("name").GetString()!, section.GetProperty("present").GetBoolean()))];
    }

    [Fact]
    public async Task Report_RunsRightAfterTerms()
    {
        _folder.Write("items.jsonl", """
            {"item_id": "1", "title": "Blue mug <script>alert(1)</script>"}
            {"item_id": "2", "title": "Red mug"}
            """);
        _folder.Write("sequences.txt", "1 1 2 1\n2 2 1 2\n");
        await RunAsync("import", "--items", "items.jsonl", "--interactions", "sequences.txt", "-w", "made");
        await RunAsync("embed", "-w", "made");
        await RunAsync("terms", "-w", "made");

        var report = await RunAsync("report", "-w", "made", "--json");
        Assert.Equal(Path.Combine(_folder.Path, "made", "evaluation", "report.html"), report.Json().GetProperty("path").GetString());
        Assert.Equal(
            [("results", false), ("breakdowns", false), ("library", true), ("training", false), ("stories", false), ("stages", true)],
            Check(report.Json()));
        Assert.Contains("not yet: grlm evaluate", (await RunAsync("report", "-w", "made", "--out", "page.html")).Output,
            StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "page.html")));
    }

    [Fact]
    public async Task Report_OfNothing_SaysWhatToRun()
    {
        var result = await CommandProcess.RunAsync(_folder.Path, "report", "-w", "made");
        Assert.Equal(4, result.ExitCode);
        Assert.Contains("grlm import", result.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "made")));
    }

    private async Task<CommandResult> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, result.Messages);
        return result;
    }

    [GeneratedRegex("""<script|://|@import|(src|href)="(?!#|data:,)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Reaching();
}
