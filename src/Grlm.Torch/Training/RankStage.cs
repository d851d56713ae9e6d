using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Trains the history encoder and the collaborative ranker, and finds the behavioural neighbours of every item: <c>ranker/</c>.</summary>
public sealed class RankStage : IStage<RankOptions, TrainingReport>
{
    private readonly Func<GrlmWorkspace, TrainingData> _readData;

    /// <summary>The stage on the data of its workspace.</summary>
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
    public StageInputs InputsOf(RankOptions options) => new([ArtifactNames.Dataset, ArtifactNames.Terms], []);

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">The width is not a multiple of the heads.</exception>
    /// <exception cref="MissingPrerequisiteException">The dataset or the term library is not there yet.</exception>
    public Task<TrainingReport> RunAsync(RankOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options.Width % options.Heads != 0)
        {
            throw new InvalidOptionsException($"Option 'width' is {options.Width}; it must be a multiple of 'heads', {options.Heads}.");
        }

        return TorchRuntime.RunAsync(options.Threads, () => Run(options, context, cancellationToken), cancellationToken);
    }

    private TrainingReport Run(RankOptions options, StageContext context, CancellationToken cancellationToken)
    {
        var (catalog, library, split) = _readData(context.Workspace);
        var shape = new EncoderShape(options.Width, options.Blocks, options.Heads, options.MaximumHistory);
        using var model = new RankerModel(shape, options.Temperature, library, ItemFeatures.Extract(catalog), CPU);
        WriteSimilarItems(catalog, split, context, cancellationToken);
        using var trainer = new RankTrainer(options, model, library, split);
        return new TrainingLoop(trainer.Epochs, options.Patience).Run(
            trainer,
            context.OutputDirectory,
            () => RankerArtifact.Save(context.OutputDirectory, model, library),
            context.Progress,
            cancellationToken);
    }

    /// <summary>Counted, not taken from the model: which of its epochs is kept depends on validation targets.</summary>
    private static void WriteSimilarItems(Catalog catalog, TrainingSplit split, StageContext context, CancellationToken cancellationToken)
    {
        var similar = new ItemCooccurrence(split.Histories(), catalog.Count).Strongest(SimilarItems.ListLength, cancellationToken);
        SimilarItemsFile.Write(Path.Combine(context.OutputDirectory, ArtifactNames.SimilarItems), catalog, similar, cancellationToken);
    }
}
