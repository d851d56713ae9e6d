using CsCheck;

namespace Grlm.LanguageModels.Tests;

/// <summary>Transfers that break off, stand still or come wrong.</summary>
public sealed class InterruptedPullTests : IAsyncLifetime
{
    private const int Part = 40_000;

    private HubFixture _fixture = null!;

    private FakeHub Hub => _fixture.Hub;

    private string WeightsTag => _fixture.WeightsFile.Tag;

    private IEnumerable<string?> RangesOfWeights => Hub.Transfers.Where(request => request.IsStorage).Select(request => request.Range);

    public async ValueTask InitializeAsync() => _fixture = await HubFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task ACancelledPull_IsTakenUpWhereItEnded()
    {
        Hub.Fail(WeightsTag, FakeFaults.StopAfter(Part));
        using var interrupt = new CancellationTokenSource();
        var probe = new PullProbe(Part + 2_002);
        var pulling = _fixture.PullAsync(progress: probe, cancellationToken: interrupt.Token);
        await Task.WhenAny(probe.Reached, pulling);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pulling);
        Assert.False(Directory.Exists(_fixture.Snapshot));
        Assert.Equal(Part, new FileInfo(Path.Combine(_fixture.Blobs, $"{WeightsTag}.incomplete")).Length);

        var again = await _fixture.PullAsync();

        Assert.Equal([null, $"bytes={Part}-"], RangesOfWeights);
        Assert.Equal(100_000 - Part, again.DownloadedBytes);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
    }

    [Fact]
    public async Task ACutConnection_IsTakenUpInTheSamePull()
    {
        var probe = new PullProbe(Part + 2_002);
        Hub.Fail(WeightsTag, FakeFaults.StopAfter(Part, cut: probe.Reached));
        var pulled = await _fixture.PullAsync(progress: probe);
        Assert.Equal([null, $"bytes={Part}-"], RangesOfWeights);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
        Assert.Equal(102_002, pulled.DownloadedBytes);
    }

    [Fact]
    public async Task ATransferThatStandsStill_IsTakenUp()
    {
        Hub.Fail(WeightsTag, FakeFaults.StopAfter(Part));
        await _fixture.PullAsync(_fixture.Options with { StallTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal([null, $"bytes={Part}-"], RangesOfWeights);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
    }

    [Fact]
    public async Task ATransferThatNeverMoves_IsGivenUp()
    {
        Hub.Fail(WeightsTag, Enumerable.Repeat(FakeFaults.StopAfter(0), 10));
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => _fixture.PullAsync(_fixture.Options with { StallTimeout = TimeSpan.FromMilliseconds(50) }));
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, RangesOfWeights.Count());
    }

    [Fact]
    public async Task AServerThatSendsTheWholeAgain_IsTakenAtItsWord()
    {
        LeaveIncomplete(WeightsTag, _fixture.Weights[..Part]);
        Hub.Fail(WeightsTag, FakeFaults.Whole);
        var pulled = await _fixture.PullAsync();
        Assert.Equal(102_002, pulled.DownloadedBytes);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
    }

    [Theory]
    [InlineData(Part, true)]
    [InlineData(100_000, true)]
    [InlineData(100_001, false)] // longer than the content: begun again at once
    public async Task ADamagedRest_IsThrownAwayAndDownloadedAgain(int length, bool isSeenByItsChecksum)
    {
        LeaveIncomplete(WeightsTag, HubFixture.Bytes(length, seed: 9));
        var pulled = await _fixture.PullAsync();
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
        Assert.Equal(isSeenByItsChecksum ? 202_002 - length : 102_002, pulled.DownloadedBytes);
    }

    [Fact]
    public async Task ARefusedRange_BeginsAgain()
    {
        LeaveIncomplete(WeightsTag, _fixture.Weights[..Part]);
        Hub.Fail(WeightsTag, FakeFaults.Status(416));
        await _fixture.PullAsync();
        Assert.Equal([$"bytes={Part}-", null], RangesOfWeights);
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    public async Task AWrongChecksum_IsTriedOnceMore(string path)
    {
        var asked = path == "model.safetensors" ? WeightsTag : path;
        Hub.Fail(asked, FakeFaults.Damaged);
        await _fixture.PullAsync();
        Assert.Equal(2, Hub.Transfers.Count(request => request.Path.EndsWith(asked, StringComparison.Ordinal)));
        Assert.Equal(_fixture.Weights, _fixture.ReadPulled("model.safetensors"));
        Assert.Equal(HubFixture.Bytes(2_000, seed: 2), _fixture.ReadPulled("tokenizer.json"));
    }

    [Fact]
    public async Task AWrongChecksumTwice_IsAnErrorThatLeavesNothing()
    {
        Hub.Fail(WeightsTag, FakeFaults.Damaged, FakeFaults.Damaged);
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync());
        Assert.Contains("model.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains(WeightsTag, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_fixture.Blobs), path => path.Contains(WeightsTag, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_fixture.Snapshot));
    }

    [Fact]
    public async Task ATagThatIsNoChecksum_IsAskedForWithTheRest()
    {
        var content = HubFixture.Bytes(3_000, seed: 4);
        Hub.Add("model.safetensors", content, tag: "version-7");
        LeaveIncomplete("version-7", content[..1_000]);
        await _fixture.PullAsync();
        var transfer = Hub.Transfers.Single(request => request.Path.EndsWith("model.safetensors", StringComparison.Ordinal));
        Assert.Equal(("bytes=1000-", "\"version-7\""), (transfer.Range, transfer.IfRange));
        Assert.Equal(content, _fixture.ReadPulled("model.safetensors"));
    }

    [Fact]
    public Task AnyCuts_GiveTheSameContent()
        => Gen.Int[0, 5_000].Array[0, 6].Select(Gen.Int[1, 5_000], (cuts, length) => (cuts, length)).SampleAsync(
            async drawn =>
            {
                await using var fixture = await HubFixture.CreateAsync();
                var content = HubFixture.Bytes(drawn.length, seed: drawn.length);
                var file = fixture.Hub.AddLarge("model.safetensors", content);
                fixture.Hub.Fail(file.Tag, drawn.cuts.Select(cut => FakeFaults.StopAfter(cut, Task.CompletedTask)));
                await fixture.PullAsync(fixture.Options with { Retries = 10 });
                Assert.Equal(content, fixture.ReadPulled("model.safetensors"));
            },
            iter: 20,
            threads: 1);

    private void LeaveIncomplete(string tag, byte[] content)
    {
        Directory.CreateDirectory(_fixture.Blobs);
        File.WriteAllBytes(Path.Combine(_fixture.Blobs, $"{tag}.incomplete"), content);
    }
}
