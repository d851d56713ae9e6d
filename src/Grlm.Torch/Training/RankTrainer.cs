using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains the ranker: at every position of a training history the next item is predicted by a soft-max over the whole catalogue.
/// </summary>
internal sealed class RankTrainer : ITrainable, IDisposable
{
    private const double MaximumNorm = 1;
    private const double WeightDecay = 0;

    /// <summary>Epochs of a large data set by default, and the most that a small one gets to come near <see cref="EnoughSteps"/>.</summary>
    private const int FewestEpochs = 8;
    private const int MostEpochs = 30;

    /// <summary>Steps after which validation stopped improving on Beauty.</summary>
    private const int EnoughSteps = 1_400;

    /// <summary>Initial values come from torch's own generator, and there is one for all threads.</summary>
    private static readonly Lock _initialization = new();

    private readonly RankOptions _options;
    private readonly RankerModel _model;
    private readonly TermLibrary _library;
    private readonly TrainingSplit _split;
    private readonly int[][] _histories;
    private readonly int[] _lengths;

    /// <param name="options">Options of the stage.</param>
    /// <param name="model">The model; its values are initialised here.</param>
    /// <param name="library">The term library of the catalogue.</param>
    /// <param name="split">The users' histories; validation and test targets are not trained on.</param>
    public RankTrainer(RankOptions options, RankerModel model, TermLibrary library, TrainingSplit split)
    {
        (_options, _model, _library, _split) = (options, model, library, split);
        _histories = TrainingWindows.Of(split.Histories(), options.MaximumHistory);
        _lengths = Array.ConvertAll(_histories, history => history.Length);
        var steps = Math.Max(1, (_histories.Length + options.BatchSize - 1) / options.BatchSize);
        Epochs = options.Epochs > 0 ? options.Epochs : Math.Clamp(EnoughSteps / steps, FewestEpochs, MostEpochs);
        lock (_initialization)
        {
            TrainingSeed.Begin(options.Seed, epoch: 0);
            model.Initialize(options.Temperature);
        }

        Optimizer = new AdamW(model.Parameters, WeightDecay, MaximumNorm);
    }

    /// <summary>Passes over the training histories at most.</summary>
    public int Epochs { get; }

    /// <inheritdoc/>
    public ParameterSet Parameters => _model.Parameters;

    /// <inheritdoc/>
    public AdamW Optimizer { get; }

    /// <inheritdoc/>
    public double TrainEpoch(EpochCourse course)
    {
        var batches = EpochPlan.Batches(_lengths, _options.BatchSize, TrainingSeed.Managed(_options.Seed, course.Epoch));
        var schedule = new LearningRateSchedule(_options.LearningRate, _options.WarmupSteps, batches.Count * Epochs);
        var learned = 0;
        foreach (var (place, batch) in batches.Index())
        {
            learned += batch.Length;
            course.Step(
                () =>
                    [Step([.. batch.Select(history => _histories[history])], TrainingSeed.OfStep(_options.Seed, course.Epoch, place),
                        schedule.At(Optimizer.Steps))],
                () => new StageProgress($"epoch {course.Epoch} of {Epochs}", learned, _histories.Length,
                    "histories", $"loss {course.Mean:F3}"));
        }

        return course.Mean;
    }

    /// <inheritdoc/>
    public (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => TrainingValidation.TryMeasure(
            RecommendationSource.Ranker, _split, _library, generator: null, () => RankerArtifact.Snapshot(_model, _library),
            progress, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    private double Step(IReadOnlyList<int[]> histories, int seed, double learningRate)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        using var units = new Dropout(_options.Dropout, random.Next(), _model.Device);
        using var own = new Dropout(_options.ItemDropout, random.Next(), _model.Device);
        using var batch = new HistoryBatch(
            [.. histories.Select(history => new ArraySegment<int>(history, 0, history.Length - 1))], _model.Shape.MaximumHistory,
            _model.Device);
        var next = histories.SelectMany(history => history.Skip(1)).Select(item => (long)item).ToArray();

        var itemVectors = _model.EncodeItems(own); // [items, width]
        var hidden = _model.Histories.Encode(itemVectors, batch, units); // [tokens, width]
        var value = CatalogSoftmaxLoss.Backward(
            _model.Queries(hidden), TensorMath.NormalizeRows(itemVectors), tensor(next, device: _model.Device));
        Optimizer.Step(learningRate);
        return value;
    }
}

/// <summary>
/// Plans the order of the training histories in one epoch: shuffled, then cut into batches of histories of similar length, so that little
/// is padded. The same seed and epoch give the same plan.
/// </summary>
internal static class EpochPlan
{
    /// <summary>Within how many batches' worth of shuffled histories the similar ones are brought together.</summary>
    private const int PoolBatches = 16;

    /// <summary>Makes the batches of one epoch.</summary>
    /// <param name="lengths">Length of each history.</param>
    /// <param name="batchSize">Histories in a batch; the last of a pool may hold fewer.</param>
    /// <param name="random">Seeded for this epoch.</param>
    /// <returns>History numbers, batch by batch.</returns>
    public static IReadOnlyList<int[]> Batches(IReadOnlyList<int> lengths, int batchSize, Random random)
    {
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        random.Shuffle(order);
        var batches = order
            .Chunk(batchSize * PoolBatches)
            .SelectMany(pool => pool.OrderBy(history => lengths[history]).Chunk(batchSize))
            .ToArray();
        random.Shuffle(batches);
        return batches;
    }
}
