using System.Text.Json;

namespace Grlm.LanguageModels.Tests;

public sealed class ModelHubTests : IAsyncLifetime
{
    private HubFixture _fixture = null!;

    private FakeHub Hub => _fixture.Hub;

    public async ValueTask InitializeAsync() => _fixture = await HubFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Pull_MakesTheLayoutOfTheStandardCache()
    {
        var pulled = await _fixture.PullAsync();

        Assert.Equal(_fixture.Snapshot, pulled.Path);
        Assert.Equal((FakeHub.Repository, "main", FakeHub.Commit, 102_002),
            (pulled.Repository, pulled.Revision, pulled.Commit, pulled.DownloadedBytes));
        Assert.Equal(
            [new("config.json", 2, Cached: false), new("model.safetensors", 100_000, Cached: false),
                new("tokenizer.json", 2_000, Cached: false)],
            pulled.Files);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
        Assert.Equal($"../../blobs/{_fixture.WeightsFile.Tag}",
            new FileInfo(Path.Combine(_fixture.Snapshot, "model.safetensors")).LinkTarget);
        Assert.Equal(_fixture.Weights,
            await File.ReadAllBytesAsync(Path.Combine(_fixture.Blobs, _fixture.WeightsFile.Tag), TestContext.Current.CancellationToken));
        Assert.Equal(FakeHub.Commit,
            await File.ReadAllTextAsync(Path.Combine(_fixture.Snapshot, "../../refs/main"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Directory.EnumerateFiles(_fixture.Blobs), path => path.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pull_OfWhatIsThere_AsksForTheListingOnly()
    {
        await _fixture.PullAsync();
        Hub.Requests.Clear();

        var again = await _fixture.PullAsync();

        Assert.Single(Hub.Requests);
        Assert.All(again.Files, file => Assert.True(file.Cached));
        Assert.Equal(0, again.DownloadedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as on a system without links, where the content itself lies in the commit's folder
    public async Task Pull_UsesWhatAnotherToolHasDownloaded(bool asBlob)
    {
        var path = asBlob ? Path.Combine(_fixture.Blobs, _fixture.WeightsFile.Tag) : Path.Combine(_fixture.Snapshot, "model.safetensors");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, _fixture.Weights, TestContext.Current.CancellationToken);

        var pulled = await _fixture.PullAsync();

        Assert.Equal(2_002, pulled.DownloadedBytes);
        Assert.True(pulled.Files.Single(file => file.Path == "model.safetensors").Cached);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
    }

    [Fact]
    public async Task Pull_AsksForChecksumsFileByFile_WhereTheListingHasNone()
    {
        Hub.TellsChecksums = false;
        var pulled = await _fixture.PullAsync();
        Assert.Equal(3, Hub.Requests.Count(request => request.Method == "HEAD"));
        Assert.DoesNotContain(Hub.Requests, request => request.Method == "HEAD" && request.IsStorage);
        Assert.Equal(_fixture.WeightsFile.Tag,
            Path.GetFileName(new FileInfo(Path.Combine(_fixture.Snapshot, "model.safetensors")).LinkTarget));
        Assert.Equal(102_002, pulled.DownloadedBytes);
    }

    [Fact]
    public async Task Pull_SendsTheTokenToTheHubAndNotToWhereItRedirects()
    {
        await using var fixture = await HubFixture.CreateAsync(token: "secret");
        await fixture.PullAsync(fixture.Options with { Token = "secret" });
        Assert.Contains(fixture.Hub.Requests, request => request.IsStorage);
        Assert.All(fixture.Hub.Requests, request => Assert.Equal(request.IsStorage ? null : "Bearer secret", request.Authorization));
    }

    [Fact]
    public async Task Pull_OfACommit_NeedsNoReference()
    {
        var pulled = await _fixture.PullAsync(revision: FakeHub.Commit);
        Assert.Equal(FakeHub.Commit, pulled.Commit);
        Assert.False(Directory.Exists(Path.Combine(_fixture.Snapshot, "../../refs")));
    }

    [Fact]
    public async Task Pull_KeepsFoldersAndEqualContents()
    {
        Hub.Add("sub/one.txt", "same"u8.ToArray());
        Hub.Add("sub/two.txt", "same"u8.ToArray());
        Hub.Add("sub/none.txt", []);
        var pulled = await _fixture.PullAsync(pull: new PullOptions { Include = ["sub/*"], Exclude = ["*.md"] });
        Assert.Equal(["sub/none.txt", "sub/one.txt", "sub/two.txt"], pulled.Files.Select(file => file.Path));
        Assert.Equal("same"u8, _fixture.ReadPulled("sub/two.txt"));
        Assert.Empty(_fixture.ReadPulled("sub/none.txt"));
        Assert.Equal(4, pulled.DownloadedBytes);
    }

    [Fact]
    public async Task Pull_TellsEveryByteAndFile()
    {
        var probe = new PullProbe();
        await _fixture.PullAsync(progress: probe);
        Assert.Equal(new StageProgress("downloading", 102_002, 102_002, "bytes", "3 of 3 files"), probe.Last);
    }

    [Fact]
    public async Task TwoPullsAtOnce_EndWell_AndShareTheWork()
    {
        var pulls = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _fixture.PullAsync())));
        Assert.All(pulls, pulled => Assert.Equal(_fixture.Snapshot, pulled.Path));
        Assert.Equal(102_002, pulls.Sum(pulled => pulled.DownloadedBytes));
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"],
            Directory.EnumerateFileSystemEntries(_fixture.Snapshot).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Pull_Offline_UsesTheCacheAndAsksNobody()
    {
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => _fixture.PullAsync(pull: new PullOptions { Offline = true }));
        Assert.Contains("acme/tiny", error.Message, StringComparison.Ordinal);
        await _fixture.PullAsync();
        Hub.Requests.Clear();

        var cached = await _fixture.PullAsync(pull: new PullOptions { Offline = true });

        Assert.Empty(Hub.Requests);
        Assert.Equal(["config.json", "model.safetensors", "tokenizer.json"], cached.Files.Select(file => file.Path));
        Assert.Equal(100_000, cached.Files[1].Bytes);
        Assert.NotNull(cached.Notice);
    }

    [Fact]
    public async Task Pull_UsesTheCache_WhereTheHubCannotBeReached()
    {
        var unreachable = _fixture.Options with { Endpoint = new Uri("http://127.0.0.1:1") };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => _fixture.PullAsync(unreachable));
        Assert.Contains("HF_ENDPOINT", error.Message, StringComparison.Ordinal);
        await _fixture.PullAsync();

        var cached = await _fixture.PullAsync(unreachable);

        Assert.Equal(_fixture.Snapshot, cached.Path);
        Assert.Contains("127.0.0.1:1", cached.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_RefusesWhatTheDiskHasNoRoomFor()
    {
        var file = new { rfilename = "model.safetensors", size = long.MaxValue, blobId = new string('a', 40) };
        Hub.Listing = JsonSerializer.Serialize(new { sha = FakeHub.Commit, siblings = new[] { file } });
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => _fixture.PullAsync());
        Assert.Contains("HF_HUB_CACHE", error.Message, StringComparison.Ordinal);
        Assert.Empty(Hub.Transfers);
    }
}
