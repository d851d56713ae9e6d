namespace Grlm.Providers.Tests;

/// <summary>A catalogue of things, and the provider that asks a server about them.</summary>
internal sealed class Things : IDisposable
{
    private static readonly string _root = Directory.CreateTempSubdirectory("grlm-").FullName;

    /// <summary>Seconds that a call may take.</summary>
    public const int Timeout = 3;

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("N"))).FullName;

    public Things(int count)
    {
        Catalog = new Catalog(Enumerable.Range(0, count).Select(number => new Item($"t{number}", $"thing {number}", "", [], "")));
        Neighbors = new NeighborTable([.. Enumerable.Range(0, count).Select(number => new[] { new Neighbor((number + 1) % count, 0.5f) })]);
    }

    public Catalog Catalog { get; }

    public NeighborTable Neighbors { get; }

    public string Log => Path.Combine(_folder, "generations.jsonl");

    public SkippingClock Clock { get; } = new(TimeSpan.FromSeconds(Timeout));

    public static TermsOptions Options(FakeModelServer server) => new()
    {
        Provider = TermProviderKind.Openai,
        Model = "m",
        Endpoint = $"{server.Address}/v1",
        KeyVariable = "GRLM_TEST_KEY_OF_NOBODY",
        Timeout = Timeout,
    };

    /// <summary>Asks about all things, and gives the proposals that came, however it ended.</summary>
    public async Task<(IReadOnlyList<TermProposal> Proposals, Exception? End, ModelUsage Usage)> AskAsync(
        TermsOptions options, CancellationToken cancellationToken)
    {
        var context = new TermContext(Catalog, Neighbors, new StageContext(new GrlmWorkspace(_folder), _folder, new Progress<StageProgress>()));
        using var provider = Sources().ProviderOf(options, context, Log, Clock);
        var proposals = new List<TermProposal>();
        try
        {
            await foreach (var proposal in provider.ProposeAsync([.. Enumerable.Range(0, Catalog.Count).Select(TermRequest.For)], cancellationToken))
            {
                proposals.Add(proposal);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or GrlmException)
        {
            return (proposals, end, provider.Usage);
        }

        return (proposals, null, provider.Usage);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static LanguageModelSources Sources() => new(new Dictionary<TermProviderKind, Func<ILanguageModelSource>>
    {
        [TermProviderKind.Openai] = () => new OpenAILanguageModel(),
        [TermProviderKind.Ollama] = () => new OllamaLanguageModel(),
    });
}
