using Grlm.Import;
using Grlm.Onnx;
using Grlm.Providers;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The composition root: the one place that knows which classes the stages are.</summary>
internal static class ProductStages
{
    public static StageCatalog Create() => new()
    {
        Import = () => new ImportStage(),
        Embed = () => new EmbedStage(Embeddings()),
        Terms = () => new TermsStage(LanguageModels()),
        Sample = () => new TermSampling(LanguageModels()),
        AddItems = () => new AddItemsStage(),
        Rank = () => new RankStage(),
        Instruct = () => new InstructStage(ConversationTokens.Load),
        Train = () => new TrainStage(),
        Evaluate = () => new EvaluateStage(threads => new GeneratorLoader(new CompactModelLoader(threads), new LanguageModelOptions { Threads = threads })),
        Tune = () => new TuneStage(TrainingTrials.Open),
        OpenEngine = OpenEngine,
    };

    /// <summary>What can make text vectors.</summary>
    private static EmbeddingProviders Embeddings() => new(new Dictionary<EmbeddingProvider, Func<IEmbeddingProvider>>
    {
        [EmbeddingProvider.Onnx] = () => new OnnxProvider(),
        [EmbeddingProvider.Torch] = () => new TorchEmbeddingProvider(),
        [EmbeddingProvider.Openai] = () => new OpenAIProvider(),
        [EmbeddingProvider.Ollama] = () => new OllamaProvider(),
    });

    /// <summary>What terms can be made with beside extraction.</summary>
    private static LanguageModelSources LanguageModels() => new(new Dictionary<TermProviderKind, Func<ILanguageModelSource>>
    {
        [TermProviderKind.Torch] = () => new TorchLanguageModel(),
        [TermProviderKind.Openai] = () => new OpenAILanguageModel(),
        [TermProviderKind.Ollama] = () => new OllamaLanguageModel(),
    });

    private static RecommendationEngine OpenEngine(GrlmWorkspace workspace, RecommendOptions options)
    {
        var source = options.Source ?? RecommendationSources.Best(workspace);

        // Fails where anything on the way to the models is missing, cut short, or has been made again since.
        _ = Artifacts.VersionOf(workspace, source.Artifact());
        var dataset = DatasetReader.Read(workspace);
        var library = TermLibraryReader.Read(workspace, dataset.Catalog);
        var models = Baselines.TryCreate(source, library, dataset.Split.Training) is { } baseline
            ? new LoadedModels(baseline, generator: null)
            : new GeneratorLoader(new CompactModelLoader()).Load(workspace, dataset.Catalog, library, source, options.Generation);
        var popularity = dataset.Split.Training.Popularity(dataset.Catalog.Count);
        var recommender = new Recommender(library, models.Generator, models.Ranker, popularity) { FusionWeight = models.FusionWeight };
        var settings = new RecommendationSettings
        {
            Source = source,
            Count = options.Count,
            Beams = options.Beams,
            FillFrom = options.FillFrom,
        };
        return new RecommendationEngine(dataset.Catalog, dataset.Histories, library, requests => recommender.Recommend(requests, settings), [models]);
    }
}
