using Grlm.Import;
using Grlm.Providers;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>
/// Makes the product as commands use it: the one place that knows what it is made of. What needs a model is made when it is asked for.
/// </summary>
internal sealed class Product
{
    /// <summary>Gets the stages in the order of the pipeline: the one list of them.</summary>
    public IReadOnlyList<IStageCommand> Stages { get; init; } =
    [
        new ImportCommand(),
        new EmbedCommand(),
        new TermsCommand(),
        new RankCommand(),
        new InstructCommand(),
        new TrainCommand(),
        new EvaluateCommand(),
        new SweepCommand(),
    ];

    /// <summary>Adds items to a dataset.</summary>
    public Func<IStage<AddItemsOptions, AddItemsReport>> AddItems { get; init; } = () => new AddItemsStage();

    /// <summary>Reads what grounding takes.</summary>
    public Func<GrlmWorkspace, GroundingLibrary> OpenLibrary { get; init; } = GroundingLibrary.Open;

    /// <summary>Measures a workspace.</summary>
    public Func<WorkspaceBenchmark> Bench { get; init; } = () => new WorkspaceBenchmark(threads => new CompactModelLoader(threads));

    /// <summary>
    /// Loads models of every kind for a server, which asks them from as many threads as there are processors: each of these answers by
    /// itself.
    /// </summary>
    public Func<IModelLoader> Models { get; init; } = () => new LanguageModelLoader(threads: 1);

    /// <summary>Loads what recommending from this source takes.</summary>
    public Func<GrlmWorkspace, RecommendOptions, WorkspaceRecommender> OpenRecommender { get; init; } = (workspace, options)
        => workspace.OpenRecommender(
            new RecommenderOptions
            {
                Source = options.Source,
                Beams = options.Beams,
                Generation = options.Generation,
                FillFrom = options.FillFrom
            },
            new LanguageModelLoader());

    /// <summary>Gets the sections that a workspace's <c>grlm.json</c> may have.</summary>
    public IEnumerable<IOptionSection> Sections => [.. Stages.Select(stage => stage.Section), .. OptionSections.OfOtherCommands];

    /// <summary>Returns the stage of a command.</summary>
    public T Stage<T>()
        where T : IStageCommand
        => Stages.OfType<T>().Single();
}

/// <summary>Holds the models that text vectors and terms can be made with.</summary>
internal static class ProductModels
{
    /// <summary>Returns what can make text vectors.</summary>
    public static EmbeddingProviders Embeddings() => new(new Dictionary<string, Func<IEmbeddingProvider>>
    {
        ["onnx"] = () => new OnnxProvider(),
        ["torch"] = () => new TorchEmbeddingProvider(),
        ["openai"] = () => new OpenAIProvider(),
        ["ollama"] = () => new OllamaProvider(),
    });

    /// <summary>Returns what terms can be made with beside extraction.</summary>
    public static TermProviders LanguageModels() => new(new Dictionary<string, Func<ILanguageModelSource>>
    {
        ["torch"] = () => new TorchLanguageModel(),
        ["openai"] = () => new OpenAILanguageModel(),
        ["ollama"] = () => new OllamaLanguageModel(),
    });
}
