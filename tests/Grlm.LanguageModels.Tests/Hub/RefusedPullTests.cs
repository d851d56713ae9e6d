namespace Grlm.LanguageModels.Tests;

/// <summary>Hubs that say no, that are none, or that mean harm.</summary>
public sealed class RefusedPullTests : IAsyncLifetime
{
    private const string ListingEnd = "/revision/main";

    private HubFixture _fixture = null!;

    private FakeHub Hub => _fixture.Hub;

    public async ValueTask InitializeAsync() => _fixture = await HubFixture.CreateAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task ABusyHub_IsAskedAgainWhenItSaid()
    {
        var clock = new ImpatientClock(TimeSpan.FromSeconds(7));
        Hub.Fail(ListingEnd, FakeFaults.Busy(TimeSpan.FromSeconds(7)));
        await _fixture.PullAsync(_fixture.Options with { Clock = clock, LongestDelay = TimeSpan.FromSeconds(60) });
        Assert.Equal(1, clock.Skipped);
    }

    [Fact]
    public async Task ABusyHub_IsNotWaitedForLongerThanSensible()
    {
        var clock = new ImpatientClock(TimeSpan.FromSeconds(60));
        Hub.Fail(ListingEnd, FakeFaults.Busy(TimeSpan.FromDays(300)));
        await _fixture.PullAsync(_fixture.Options with { Clock = clock, LongestDelay = TimeSpan.FromSeconds(60) });
        Assert.Equal(1, clock.Skipped);
    }

    [Fact]
    public async Task AFaultOfTheServer_IsTriedAgain_AndAgain_ThenTold()
    {
        Hub.Fail(ListingEnd, FakeFaults.Status(500), FakeFaults.Status(503));
        Hub.Fail("config.json", FakeFaults.Status(502));
        await _fixture.PullAsync();

        Hub.Fail(ListingEnd, Enumerable.Repeat(FakeFaults.Status(500), 10));
        await using var other = await HubFixture.CreateAsync();
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(
            () => _fixture.PullAsync(_fixture.Options with { CacheFolder = other.Cache }));
        Assert.Contains("500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAnswerThatDoesNotBegin_IsAskedForAgain()
    {
        Hub.Fail(ListingEnd, (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await _fixture.PullAsync(_fixture.Options with { AnswerTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(2, Hub.Requests.Count(request => request.Path.EndsWith(ListingEnd, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(401, "GatedRepo", "accept its terms")]
    [InlineData(403, "GatedRepo", "HF_TOKEN")]
    [InlineData(401, "RepoNotFound", "HF_TOKEN")]
    [InlineData(403, null, "HF_TOKEN")]
    public async Task ALockedModel_AsksForAToken(int status, string? code, string remedy)
    {
        Hub.Fail(ListingEnd, FakeFaults.Status(status, code));
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => _fixture.PullAsync());
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Equal(4, error.ExitCode);
    }

    [Fact]
    public async Task AWrongToken_IsNotPrinted()
    {
        await using var fixture = await HubFixture.CreateAsync(token: "right");
        var options = fixture.Options with { Token = "wrong-secret" };
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => fixture.PullAsync(options));
        Assert.DoesNotContain("wrong-secret", error.ToString() + options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AModelOrRevisionThatThereIsNot_IsNamed()
    {
        Hub.Fail(ListingEnd, FakeFaults.Status(404));
        Assert.Contains("acme/tiny", (await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync())).Message,
            StringComparison.Ordinal);
        Assert.Contains("'v9'", (await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync(revision: "v9"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStorageThatRefuses_IsNotTakenForALockedModel()
    {
        Hub.Fail(_fixture.WeightsFile.Tag, FakeFaults.Status(403));
        var error = await Assert.ThrowsAsync<MissingPrerequisiteException>(() => _fixture.PullAsync());
        Assert.Contains(Hub.Storage.Authority, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("HF_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APageInsteadOfAListing_IsNoHub()
    {
        Hub.Fail(ListingEnd, FakeFaults.Page);
        Assert.Contains("HF_ENDPOINT", (await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://{hub}/api/models/acme/tiny/revision/main")] // to itself
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://{hub}/")]
    public async Task ARedirectThatLeadsNowhere_IsRefused(string location)
    {
        Hub.Fail(ListingEnd,
            Enumerable.Repeat(FakeFaults.Redirect(location.Replace("{hub}", Hub.Endpoint.Authority, StringComparison.Ordinal)), 100));
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync());
        Assert.Contains("redirects", error.Message, StringComparison.Ordinal);
        Assert.InRange(Hub.Requests.Count, 1, 20);
    }

    [Fact]
    public async Task AHubThatRepeatsTheToken_DoesNotHaveItTold()
    {
        const string token = "hf_0123456789abcdefghij";
        Hub.Fail(ListingEnd, Enumerable.Repeat(FakeFaults.Redirect($"ftp://there/{token}"), 100));
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync(_fixture.Options with { Token = token }));
        Assert.Contains("redirects", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARedirectWithinTheHub_IsFollowed()
    {
        // As for a model that has been renamed.
        Hub.Fail(ListingEnd, FakeFaults.Redirect($"/api/models/acme/tiny/revision/{FakeHub.Commit}?blobs=true"));
        Assert.Equal(102_002, (await _fixture.PullAsync()).DownloadedBytes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoreBytesThanSaid_AreRefused(bool withoutLength)
    {
        Hub.Fail(_fixture.WeightsFile.Tag,
            withoutLength ? FakeFaults.Endless : (context, content) => FakeFaults.Content(context, [.. content, 1], int.MaxValue));
        var error = await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync());
        Assert.Contains("100000", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(Path.Combine(_fixture.Blobs, $"{_fixture.WeightsFile.Tag}.incomplete")).Length);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("/etc/evil.txt")]
    [InlineData("sub/../../evil.txt")]
    [InlineData("sub/./evil.txt")]
    [InlineData("sub//evil.txt")]
    [InlineData("..\\evil.txt")]
    [InlineData("C:evil.txt")]
    [InlineData("C:/evil.txt")]
    [InlineData("evil.txt\u0000")]
    [InlineData("sub/.. /evil.txt")]
    [InlineData("")]
    [InlineData("config.json/evil.txt")] // a file as a folder
    public async Task AFileNameThatLeadsElsewhere_IsRefused(string name)
    {
        Hub.Add(name, "evil"u8.ToArray());
        await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync(pull: new PullOptions { Include = ["*"] }));
        Assert.Empty(Hub.Transfers);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture.Around));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"sha\":1,\"siblings\":[]}")]
    [InlineData("{\"sha\":\"../../evil\",\"siblings\":[]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":null}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[null]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{}]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{\"rfilename\":3}]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{\"rfilename\":\"model.safetensors\",\"size\":-1,\"blobId\":\"a\"}]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{\"rfilename\":\"model.safetensors\",\"size\":1e99,\"blobId\":\"a\"}]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{\"rfilename\":\"model.safetensors\",\"size\":1,\"blobId\":\"../../../evil\"}]}")]
    [InlineData("{\"sha\":\"@\",\"siblings\":[{\"rfilename\":\"a\"},{\"rfilename\":\"a\"}]}")]
    public async Task AListingThatIsNone_IsRefused(string listing)
    {
        Hub.Listing = listing.Replace("@", FakeHub.Commit, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidInputException>(() => _fixture.PullAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_fixture.Around));
    }

    [Fact]
    public async Task Pull_WritesNothingOutsideTheCache()
    {
        await _fixture.PullAsync();
        Assert.Equal([_fixture.Cache], Directory.EnumerateFileSystemEntries(_fixture.Around));
    }

    [Fact]
    public async Task ACacheThatIsAFile_IsTold()
    {
        await File.WriteAllTextAsync(_fixture.Cache, "", TestContext.Current.CancellationToken);
        Assert.Contains("HF_HUB_CACHE", (await Assert.ThrowsAsync<MissingPrerequisiteException>(() => _fixture.PullAsync())).Message,
            StringComparison.Ordinal);
    }
}
