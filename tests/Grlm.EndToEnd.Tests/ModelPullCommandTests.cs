using Grlm.LanguageModels.Tests;

namespace Grlm.EndToEnd.Tests;

/// <summary>The real command against a hub on this machine.</summary>
public sealed class ModelPullCommandTests : IAsyncLifetime
{
    private const int Part = 300_000;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _weights = [.. Enumerable.Range(0, 1_000_000).Select(place => (byte)(place * 31 >> 3))];
    private FakeHub _hub = null!;
    private FakeHubFile _weightsFile = null!;

    private string Folder => Path.Combine(_folder.Path, "cache", "models--acme--tiny", "snapshots", FakeHub.Commit);

    public async ValueTask InitializeAsync()
    {
        _hub = await FakeHub.StartAsync(token: "secret");
        _hub.Add("config.json", "{}"u8.ToArray());
        _hub.Add("README.md", "# Tiny"u8.ToArray());
        _weightsFile = _hub.AddLarge("model.safetensors", _weights);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Pull_PrintsWhatCameAndWhereItIs()
    {
        var result = await PullAsync("acme/tiny");
        Assert.True(result.ExitCode == 0, result.Messages);
        Snapshot.Matches("model-pull", result.Output.Replace(_folder.Path, "W", StringComparison.Ordinal));
        Assert.Equal(_weights,
            await File.ReadAllBytesAsync(Path.Combine(Folder, "model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pull_PrintsOneJsonDocument()
    {
        var first = (await PullAsync("acme/tiny", "--json")).Json();
        Assert.Equal(Folder, first.GetProperty("path").GetString());
        Assert.Equal("acme/tiny", first.GetProperty("repository").GetString());
        Assert.Equal("main", first.GetProperty("revision").GetString());
        Assert.Equal(FakeHub.Commit, first.GetProperty("commit").GetString());
        Assert.Equal(1_000_002, first.GetProperty("downloadedBytes").GetInt64());
        var file = first.GetProperty("files")[1];
        Assert.Equal("model.safetensors", file.GetProperty("path").GetString());
        Assert.Equal(1_000_000, file.GetProperty("bytes").GetInt64());
        Assert.False(file.GetProperty("cached").GetBoolean());

        var offline = await PullAsync("acme/tiny", "--json", "--offline");
        Assert.True(offline.Json().GetProperty("files")[1].GetProperty("cached").GetBoolean());
        Assert.Contains("Offline", offline.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_TakesPatternsMoreThanOnce()
    {
        var json = (await PullAsync("acme/tiny", "--include", "*.md", "--include", "*.json", "--exclude", "config.*", "--json")).Json();
        Assert.Equal("README.md", Assert.Single(json.GetProperty("files").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task AKilledPull_GoesOnWhereItWas()
    {
        _hub.Fail(_weightsFile.Tag, FakeFaults.StopAfter(Part));
        var incomplete = Path.Combine(Folder, "..", "..", "blobs", $"{_weightsFile.Tag}.incomplete");
        using (var process = CommandProcess.Start(_folder.Path, Environment(), "model", "pull", "acme/tiny"))
        {
            while (!File.Exists(incomplete) || new FileInfo(incomplete).Length < Part)
            {
                Assert.False(process.HasExited);
                await Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var json = (await PullAsync("acme/tiny", "--json")).Json();

        Assert.Equal(1_000_000 - Part, json.GetProperty("downloadedBytes").GetInt64());
        Assert.Equal([null, $"bytes={Part}-"], _hub.Transfers.Where(request => request.IsStorage).Select(request => request.Range));
        Assert.Equal(_weights,
            await File.ReadAllBytesAsync(Path.Combine(Folder, "model.safetensors"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Errors_HaveTheirExitCodes()
    {
        var missing = await PullAsync("acme/other");
        Assert.Equal((3, true), (missing.ExitCode, missing.Messages.Contains("acme/other", StringComparison.Ordinal)));
        var locked = await CommandProcess.RunAsync(_folder.Path, Environment(token: null), "model", "pull", "acme/tiny");
        Assert.Equal((4, true), (locked.ExitCode, locked.Messages.Contains("HF_TOKEN", StringComparison.Ordinal)));
        var offline = await PullAsync("acme/tiny", "--offline");
        Assert.Equal((4, ""), (offline.ExitCode, offline.Output));
    }

    private Dictionary<string, string?> Environment(string? token = "secret") => new()
    {
        ["HF_ENDPOINT"] = _hub.Endpoint.ToString(),
        ["HF_TOKEN"] = token,
        ["HF_HUB_CACHE"] = Path.Combine(_folder.Path, "cache"),
        ["HF_HUB_OFFLINE"] = null,
        ["NO_PROXY"] = "127.0.0.1",
    };

    private Task<CommandResult> PullAsync(params string[] arguments)
        => CommandProcess.RunAsync(_folder.Path, Environment(), ["model", "pull", .. arguments]);
}
