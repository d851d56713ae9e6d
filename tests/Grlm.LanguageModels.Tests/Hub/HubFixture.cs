namespace Grlm.LanguageModels.Tests;

/// <summary>A fake hub with the files of a small model, and an empty cache.</summary>
internal sealed class HubFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private HubFixture(FakeHub hub) => Hub = hub;

    public FakeHub Hub { get; }

    public string Cache => _folder.PathOf("cache");

    /// <summary>The folder that the cache lies in: nothing else may come into it.</summary>
    public string Around => _folder.Root;

    public string Snapshot => Path.Combine(Model, "snapshots", FakeHub.Commit);

    public string Blobs => Path.Combine(Model, "blobs");

    public byte[] Weights { get; } = Bytes(100_000, seed: 1);

    public FakeHubFile WeightsFile { get; private set; } = null!;

    public HubOptions Options => new()
    {
        Endpoint = Hub.Endpoint,
        CacheFolder = Cache,
        Retries = 2,
        RetryDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromMilliseconds(2),
    };

    private string Model => Path.Combine(Cache, "models--acme--tiny");

    public static async Task<HubFixture> CreateAsync(string? token = null)
    {
        var fixture = new HubFixture(await FakeHub.StartAsync(token));
        fixture.Hub.Add("config.json", "{}"u8.ToArray());
        fixture.Hub.Add("tokenizer.json", Bytes(2_000, seed: 2));
        fixture.Hub.Add("README.md", "# Tiny"u8.ToArray());
        fixture.Hub.AddLarge("pytorch_model.bin", Bytes(500, seed: 3));
        fixture.WeightsFile = fixture.Hub.AddLarge("model.safetensors", fixture.Weights);
        return fixture;
    }

    public static byte[] Bytes(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async Task<PulledModel> PullAsync(
        HubOptions? options = null, PullOptions? pull = null, IProgress<StageProgress>? progress = null, string revision = "main",
        CancellationToken? cancellationToken = null)
    {
        using var hub = new ModelHub(options ?? Options);
        return await hub.PullAsync(
            HubReference.Parse($"{FakeHub.Repository}@{revision}"), pull ?? new PullOptions(), progress,
            cancellationToken ?? TestContext.Current.CancellationToken);
    }

    public byte[] ReadPulled(string path) => File.ReadAllBytes(Path.Combine(Snapshot, path));

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        _folder.Dispose();
    }
}
