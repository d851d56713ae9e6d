using Microsoft.Extensions.AI;

namespace Grlm.Providers.Tests;

/// <summary>A catalogue of things, and the provider that asks a server about them.</summary>
internal sealed class Things : IDisposable
{
    private static readonly string _root = Directory.CreateTempSubdirectory("grlm-").FullName;

    /// <summary>Seconds that a call may take, on a clock where they only pass when a test says so.</summary>
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

    /// <summary>Calls that were under way at a time at most.</summary>
    public int MostCalls { get; private set; }

    public static TermsOptions Options(FakeModelServer server) => new()
    {
        Provider = "openai",
        Model = "m",
        Endpoint = $"{server.Address}/v1",
        KeyVariable = "GRLM_TEST_KEY_OF_NOBODY",
        Timeout = Timeout,
    };

    /// <summary>Asks about all things, and gives the proposals that came, however it ended.</summary>
    public async Task<(IReadOnlyList<TermProposal> Proposals, Exception? End, ModelUsage Usage)> AskAsync(
        TermsOptions options, CancellationToken cancellationToken)
    {
        var context = new TermContext(Catalog,
            Neighbors, new StageContext(new GrlmWorkspace(_folder), _folder, new Progress<StageProgress>()));
        var counter = new CallCounter();
        using var provider = Sources(counter).ProviderOf(options, context, Log, Clock);
        var proposals = new List<TermProposal>();
        try
        {
            await foreach (var proposal in provider.ProposeAsync([.. Enumerable.Range(0, Catalog.Count).Select(TermRequest.For)],
                cancellationToken))
            {
                proposals.Add(proposal);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or GrlmException)
        {
            return (proposals, end, provider.Usage);
        }
        finally
        {
            MostCalls = Math.Max(MostCalls, counter.Most);
        }

        return (proposals, null, provider.Usage);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static TermProviders Sources(CallCounter counter) => new(new Dictionary<string, Func<ILanguageModelSource>>
    {
        ["openai"] = () => new CountedSource(new OpenAILanguageModel(), counter),
        ["ollama"] = () => new CountedSource(new OllamaLanguageModel(), counter),
    });

    private sealed class CountedSource(ILanguageModelSource source, CallCounter counter) : ILanguageModelSource
    {
        public IReadOnlyList<string> FilesOf(TermsOptions options) => source.FilesOf(options);

        public LanguageModelConnection Open(TermsOptions options)
        {
            var connection = source.Open(options);
            return connection with { Client = new CountedClient(connection.Client, counter) };
        }
    }

    private sealed class CountedClient(IChatClient client, CallCounter counter) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            counter.Enter();
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            finally
            {
                counter.Leave();
            }
        }
    }

    private sealed class CallCounter
    {
        private readonly Lock _gate = new();
        private int _running;

        public int Most { get; private set; }

        public void Enter()
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_running);
            }
        }

        public void Leave()
        {
            lock (_gate)
            {
                _running--;
            }
        }
    }
}
