using System.Diagnostics;
using System.Text.Json;
using Grlm.Import.Tests;

namespace Grlm.EndToEnd.Tests;

/// <summary>A newcomer's hour with the real command: files of another house, and no option that says what they are.</summary>
public sealed class OtherPeoplesFilesTests : IDisposable
{
    private const int Users = 150;

    private readonly TemporaryFolder _folder = new();

    public OtherPeoplesFilesTests()
    {
        var catalog = Path.Combine(CommandProcess.Directory, "samples", "catalog");
        var items = File.ReadLines(Path.Combine(catalog, "items.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var numbers = items.Select((item, place) => (Id: item.GetProperty("item_id").GetString()!, Number: place + 1))
            .ToDictionary(item => item.Id, item => item.Number);
        _folder.Write("movies.dat", string.Concat(items.Select((item, place) =>
            $"{place + 1}::{item.GetProperty("title").GetString()}::" +
                $"{string.Join('|', item.GetProperty("categories")[0].EnumerateArray())}\n")));
        _folder.Write("ratings.dat",
            string.Concat(
                File.ReadLines(Path.Combine(catalog, "sequences.txt")).Take(Users).Select(line => line.Split(' ')).SelectMany(words =>
            words.Skip(1).Select((item, place) => $"{words[0]}::{numbers[item]}::4::{1_400_000_000 + (place * 86_400)}\n"))));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("MovieLens .dat")]
    [InlineData("MovieLens .csv")]
    [InlineData("RecBole")]
    [InlineData("Amazon 2014")]
    [InlineData("Amazon 2018")]
    [InlineData("Amazon 2023")]
    [InlineData("gorse")]
    public async Task APublicForm_GoesThroughTheWholePipeline_WithNoOptionThatSaysWhatItIs(string name)
    {
        var form = PublicForms.All.Single(form => form.Name == name);
        foreach (var (file, content) in new[] { form.Items, form.Interactions })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder.Path, file), content, TestContext.Current.CancellationToken);
        }

        await RunAsync("import", "--items", form.Items.File, "--interactions", form.Interactions.File);
        foreach (var stage in (string[])["embed", "terms", "rank --epochs 1", "train --epochs 1"])
        {
            await RunAsync(stage.Split(' '));
        }

        Assert.Equal(10,
            JsonDocument.Parse(await RunAsync("recommend", "--user", "1", "--json")).RootElement.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task DryRun_SaysWhatFilesAre_AndWritesNothing()
    {
        var previews = JsonDocument.Parse(await RunAsync("import", "--dry-run", "movies.dat", "ratings.dat", "--json")).RootElement;

        Assert.Equal(["items", "interactions"], previews.EnumerateArray().Select(preview => preview.GetProperty("content").GetString()));
        Assert.Equal("1", previews[0].GetProperty("first")[0].GetProperty("item_id").GetString());
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
    }

    [Fact]
    public async Task APipe_IsTakenLikeAFile_AndNothingOfItStays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are no files on Windows.");
        var pipe = Path.Combine(_folder.Path, "pipe.dat");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var writing = Task.Factory.StartNew(
            () => File.WriteAllText(pipe, File.ReadAllText(Path.Combine(_folder.Path, "ratings.dat"))), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var report = JsonDocument
            .Parse(await RunAsync("import", "--items", "movies.dat", "--interactions", "pipe.dat", "--json")).RootElement;
        await writing;

        Assert.Equal(Users, report.GetProperty("users").GetInt32());
        Assert.Equal(["movies.dat", "pipe.dat", "ratings.dat", "workspace"],
            Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var result = await CommandProcess.RunAsync(_folder.Path, arguments);
        Assert.True(result.ExitCode == 0, $"grlm {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.Messages}");
        return result.Output;
    }
}
