namespace Grlm;

/// <summary>
/// Holds what answering takes of a workspace: dataset, term library and models, read once and checked against one another. Disposing it
/// frees the models. Safe for concurrent use.
/// </summary>
internal sealed class RecommendationEngine : IDisposable
{
    private readonly LoadedModels _models;
    private readonly Lazy<VocabularyReader> _vocabulary;

    /// <param name="source">What ranks.</param>
    /// <param name="dataset">The items, what users did with them, and how that is split.</param>
    /// <param name="library">The items' term IDs.</param>
    /// <param name="models">What recommends; disposed with this.</param>
    public RecommendationEngine(RecommendationSource source, Dataset dataset, TermLibrary library, LoadedModels models)
    {
        (Source, Dataset, Library, _models) = (source, dataset, library, models);
        _vocabulary = new Lazy<VocabularyReader>(() => new VocabularyReader(library));
        Popularity = dataset.Split.Training.Popularity(dataset.Catalog.Count);
        Recommender = new Recommender(library, models.Generator, models.Ranker, Popularity) { FusionWeight = models.FusionWeight };
    }

    /// <summary>Gets what ranks.</summary>
    public RecommendationSource Source { get; }

    /// <summary>Gets the items, what users did with them, and how that is split.</summary>
    public Dataset Dataset { get; }

    /// <summary>Gets the items' term IDs.</summary>
    public TermLibrary Library { get; }

    /// <summary>Gets what reads texts into the terms of the library; made when first asked for.</summary>
    public VocabularyReader Vocabulary => _vocabulary.Value;

    /// <summary>Interactions of each item in the training data: <c>[items]</c>.</summary>
    public int[] Popularity { get; }

    /// <summary>Gets what scores items.</summary>
    public IItemRanker Ranker => _models.Ranker;

    /// <summary>Gets what writes term IDs; null where it was not asked for.</summary>
    public ITermIdGenerator? Generator => _models.Generator;

    /// <summary>Recommends with the models.</summary>
    public Recommender Recommender { get; }

    /// <summary>Tells whether the models were trained on validation interactions as well: only test targets are new to them then.</summary>
    public bool IsRefit => _models.IsRefit;

    /// <summary>Opens a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="loader">Loads its models.</param>
    /// <param name="source">What is to rank; null for the best that the workspace has.</param>
    /// <param name="mode">What the generator may write.</param>
    /// <exception cref="MissingPrerequisiteException">Something on the way to the models is missing, or has been made again
    /// since.</exception>
    /// <exception cref="InvalidInputException">Something is damaged.</exception>
    public static RecommendationEngine Open(GrlmWorkspace workspace, IModelLoader loader, RecommendationSource? source, GenerationMode mode)
    {
        var ranksBy = source ?? RecommendationSources.Best(workspace);
        _ = Artifacts.VersionOf(workspace, ranksBy.Artifact());
        return Load(workspace, DatasetReader.Read(workspace), loader, ranksBy, mode);
    }

    /// <summary>Loads what ranks the items of a dataset that has been read, from a workspace that is known to fit together.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="loader">Loads its models.</param>
    /// <param name="source">What is to rank.</param>
    /// <param name="mode">What the generator may write.</param>
    /// <exception cref="MissingPrerequisiteException">A model is missing.</exception>
    /// <exception cref="InvalidInputException">Something is damaged.</exception>
    public static RecommendationEngine Load(
        GrlmWorkspace workspace, Dataset dataset, IModelLoader loader, RecommendationSource source, GenerationMode mode)
    {
        var library = TermLibraryReader.Read(workspace, dataset.Catalog);
        var models = Baselines.TryCreate(source, library, dataset.Split.Training) is { } baseline
            ? new LoadedModels(baseline, generator: null)
            : loader.Load(workspace, dataset.Catalog, library, source, mode);
        return new RecommendationEngine(source, dataset, library, models);
    }

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();
}
