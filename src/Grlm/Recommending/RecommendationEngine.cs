using System.Collections.Concurrent;

namespace Grlm.Internal;

/// <summary>
/// Holds what answering takes of a workspace: dataset, term library and models, read once and checked against one another. Disposing it
/// frees the models. Safe for concurrent use.
/// </summary>
public sealed class RecommendationEngine : IDisposable
{
    private readonly LoadedModels _models;
    private readonly Lazy<VocabularyReader> _vocabulary;
    private readonly NewItems _newItems;
    private readonly ConcurrentDictionary<RecommendationSource, Lazy<IItemRanker?>> _baselines = new();
    private volatile Recommender _recommender;

    /// <param name="source">What ranks.</param>
    /// <param name="dataset">The items, what users did with them, and how that is split.</param>
    /// <param name="library">The items' term IDs.</param>
    /// <param name="models">What recommends; disposed with this.</param>
    public RecommendationEngine(RecommendationSource source, Dataset dataset, TermLibrary library, LoadedModels models)
    {
        (Source, Dataset, Library, _models) = (source, dataset, library, models);
        _vocabulary = new Lazy<VocabularyReader>(() => new VocabularyReader(library));
        Popularity = dataset.Split.Training.Popularity(dataset.Catalog.Count);
        Terms = new LiveTermLibrary(library, Popularity);
        _newItems = new NewItems(Terms);
        _recommender = new Recommender(Terms, models.Generator, models.Ranker) { FusionWeight = models.FusionWeight };
    }

    /// <summary>Gets what ranks.</summary>
    public RecommendationSource Source { get; }

    /// <summary>Gets the hash of the artifact that ranks; empty where it was not opened from a workspace by itself.</summary>
    public string Version { get; private set; } = string.Empty;

    /// <summary>Gets the items, what users did with them, and how that is split.</summary>
    public Dataset Dataset { get; }

    /// <summary>Gets the items' term IDs.</summary>
    public TermLibrary Library { get; }

    /// <summary>Reads the wishes of a request; null where it has none.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="InvalidInputException">Nothing in the library is like what is required or forbidden.</exception>
    /// <exception cref="InvalidOptionsException">A weight is below 0 or not finite.</exception>
    public RequestWishes? WishesOf(RecommendationRequest request)
        => RequestWishes.KeyOf(request) is null ? null : RequestWishes.Of(request, Terms, _vocabulary.Value);

    /// <summary>Gets what scores items.</summary>
    public IItemRanker Ranker => _models.Ranker;

    /// <summary>Gets what writes term IDs; null where it was not asked for.</summary>
    public ITermIdGenerator? Generator => _models.Generator;

    /// <summary>Gets the items' term IDs, and those of the items that were added since.</summary>
    public LiveTermLibrary Terms { get; }

    /// <summary>Gets the interactions of each item in the training data: <c>[items]</c>.</summary>
    public IReadOnlyList<int> Popularity { get; }

    /// <summary>Gets the TID of an item of which nothing is known: it names no trait.</summary>
    public TermId NoTermId => new([.. Filler.Of(Library.Length)]);

    /// <summary>
    /// Gets what recommends with the models: the items of the dataset, and those that were added before it was asked for.
    /// </summary>
    public Recommender Recommender => _recommender;

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
        var version = Artifacts.VersionOf(workspace, ranksBy.Artifact());
        var engine = Load(workspace, DatasetReader.Read(workspace), loader, ranksBy, mode);
        engine.Version = version;
        return engine;
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

    /// <summary>
    /// Adds an item that the models were not trained with: the next <see cref="Recommender"/> ranks it as it ranks the items most like it,
    /// and finds it where its TID is generated. Requests that are being answered go on with the one they have. One caller at a time.
    /// </summary>
    /// <param name="termId">Its TID.</param>
    /// <param name="alike">Items of the dataset that it is like, and how much (above 0); empty for none.</param>
    /// <returns>The item's index, behind those of the dataset.</returns>
    /// <exception cref="ArgumentException">The TID has not as many terms as the library's.</exception>
    public int Add(TermId termId, IReadOnlyList<StructuralMatch> alike)
    {
        var index = _newItems.Add(termId, alike);
        var ranker = _newItems.Ranker(_models.Ranker);
        _recommender = new Recommender(Terms, NewItems.Generator(_models.Generator, ranker), ranker)
        {
            FusionWeight = _models.FusionWeight,
        };
        return index;
    }

    /// <summary>Returns what recommends from a source.</summary>
    /// <exception cref="MissingPrerequisiteException">Its model was not loaded.</exception>
    public Recommender RecommenderOf(RecommendationSource source)
    {
        if (source == Source || (source == RecommendationSource.Ranker && Source.Generates())
            || (source == RecommendationSource.Generator && _models.Generator is not null))
        {
            return Recommender;
        }

        var baseline = _baselines.GetOrAdd(source, each => new Lazy<IItemRanker?>(
            () => Baselines.TryCreate(each, Library, Dataset.Split.Training))).Value;
        return baseline is null
            ? throw new MissingPrerequisiteException(
                $"There is no model here for the source '{source}': '{Source}' is what ranks. Ask without a source, or train it.")
            : new Recommender(Terms, null, _newItems.Ranker(baseline));
    }

    /// <inheritdoc/>
    public void Dispose() => _models.Dispose();
}
