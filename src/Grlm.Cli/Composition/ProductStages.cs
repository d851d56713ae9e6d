using Grlm.Import;
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
        OpenRecommender = OpenRecommender,
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

    private static WorkspaceRecommender OpenRecommender(GrlmWorkspace workspace, RecommendOptions options)
        => workspace.OpenRecommender(
            new RecommenderOptions { Source = options.Source, Beams = options.Beams, Generation = options.Generation, FillFrom = options.FillFrom },
            new GeneratorLoader(new CompactModelLoader()));
}
