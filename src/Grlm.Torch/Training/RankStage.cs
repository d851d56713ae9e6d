using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains the history encoders and the collaborative ranker, and finds the behavioural neighbours of every item: <c>ranker/</c>.
/// </summary>
public sealed class RankStage : IStage<RankOptions, TrainingReport>
{
    private readonly Func<GrlmWorkspace, TrainingData> _readData;

    /// <summary>Makes the stage on the data of its workspace.</summary>
    public RankStage()
        : this(TrainingData.Read)
    {
    }

    /// <param name="readData">Reads what it is trained on.</param>
    internal RankStage(Func<GrlmWorkspace, TrainingData> readData) => _readData = readData;

    /// <inheritdoc/>
    public string Name => "rank";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Ranker;

    /// <inheritdoc/>
    public StageInputs InputsOf(RankOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new StageInputs([ArtifactNames.Dataset, ArtifactNames.Terms],
            [])
        { Optional = options.TextVectors ? [ArtifactNames.Neighbors] : [] };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The width is not a multiple of the heads, or there are no members.</exception>
    /// <exception cref="MissingPrerequisiteException">The dataset or the term library is not there yet.</exception>
    public Task<TrainingReport> RunAsync(RankOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Width % options.Heads != 0)
        {
            throw new InvalidOptionsException($"Option 'width' is {options.Width}; it must be a multiple of 'heads', {options.Heads}.");
        }

        if (EnsembleTraining.KindsOf(options).Count == 0)
        {
            throw new InvalidOptionsException("A ranker takes at least one member. Give 'members', 'contentMembers' or 'itemMembers'.");
        }

        return TorchRuntime.RunAsync(options.Threads, () => Run(options, context, cancellationToken), cancellationToken);
    }

    private TrainingReport Run(RankOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var (catalog, library, split) = _readData(context.Workspace);
        var texts = options.TextVectors ? TextVectors.TryRead(context.Workspace, catalog) : null;
        var features = ItemFeatures.Extract(catalog);
        WriteSimilarItems(catalog, split, context, cancellationToken);
        if (!options.Refit)
        {
            using var inputs = InputsOf(split);
            using var ranker = Train(inputs, split, "models", epochs: null);
            return ranker.Finish(context, earlier: null, cancellationToken);
        }

        var selected = EnsembleLog.OfLast(options, context) ?? Select();
        var whole = split.WithValidation();
        using var refitInputs = InputsOf(whole);
        using var refit = Train(refitInputs, whole, "refit", selected.BestEpochs);
        return refit.Finish(context, selected, cancellationToken);

        ItemInputs InputsOf(TrainingSplit interactions) => new(library, features, texts, interactions.Popularity(library.ItemCount), CPU);

        EnsembleLog Select()
        {
            using var inputs = InputsOf(split);
            using var ranker = Train(inputs, split, "models", epochs: null);
            return ranker.Log;
        }

        EnsembleTraining Train(ItemInputs inputs, TrainingSplit interactions, string name, IReadOnlyList<int>? epochs)
        {
            var training = new EnsembleTraining(options, inputs, interactions, name);
            training.Train(context, epochs, cancellationToken);
            return training;
        }
    }

    /// <summary>
    /// Writes neighbours that are counted, not taken from the model: which of its epochs is kept depends on validation targets.
    /// </summary>
    private static void WriteSimilarItems(Catalog catalog, TrainingSplit split, StageContext context, CancellationToken cancellationToken)
    {
        var similar = new ItemCooccurrence(split.Histories(), catalog.Count).Strongest(ItemCooccurrence.ListLength, cancellationToken);
        NeighborTableFile.ByBehavior
            .WriteAsync(Path.Combine(context.OutputDirectory, ArtifactNames.SimilarItems), catalog, similar, cancellationToken)
            .GetAwaiter().GetResult(); // on a local file nothing waits
    }
}
