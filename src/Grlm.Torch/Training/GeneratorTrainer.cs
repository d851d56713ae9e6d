using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains the compact generator on a frozen ranker. Behavior prediction goes over all prefixes of the training histories
/// (<see cref="BehaviorSamples"/>); the tasks that start from an item (<see cref="ItemSamples"/>) go through the same decoder, their
/// batches spread evenly over the epoch.
/// </summary>
internal sealed class GeneratorTrainer : ITrainable, IDisposable
{
    private const double MaximumNorm = 1;

    /// <summary>
    /// Histories whose vectors are held at a time, and the most interactions of theirs: 64 MiB a 64 units of width, however many there are.
    /// </summary>
    private const int ShardHistories = 8192;
    private const int ShardInteractions = 131_072;

    private readonly CompactTrainingOptions _options;
    private readonly CompactGeneratorModel _model;
    private readonly SequenceRanker _inference;
    private readonly TermLibrary _library;
    private readonly TrainingSplit _split;
    private readonly TeacherTargets _targets;
    private readonly GeneratorLoss _loss;
    private readonly BehaviorSamples _behavior;
    private readonly IReadOnlyList<ItemSamples> _items;

    /// <param name="options">How it is trained.</param>
    /// <param name="model">The model; its values are initialised here.</param>
    /// <param name="ranker">The trained ranker, whose vectors are learned from; stays the caller's.</param>
    /// <param name="inference">The same ranker as it recommends, for validation.</param>
    /// <param name="library">The term library of the catalogue.</param>
    /// <param name="split">The users' histories; validation and test targets are not trained on.</param>
    /// <param name="items">Samples of the tasks that start from an item; they stay the caller's. Null for none.</param>
    public GeneratorTrainer(
        CompactTrainingOptions options, CompactGeneratorModel model, TorchRanker ranker, SequenceRanker inference, TermLibrary library,
        TrainingSplit split,
        IReadOnlyList<ItemSamples>? items = null)
    {
        (_options, _model, _inference, _library, _split, _items) = (options, model, inference, library, split, items ?? []);
        var histories = split.Histories();
        var repeatShare = TeacherTargets.RepeatShareOf(histories);
        _behavior = new BehaviorSamples(ranker,
            options.Tasks.Contains(InstructionTask.Behavior) ? TrainingWindows.Of(histories, ranker.MaximumHistory) : []);
        _targets = new TeacherTargets(model.Nodes, ranker.UnitItems, ranker.Temperature, repeatShare);
        _loss = new GeneratorLoss(model);
        TrainingSeed.Begin(options.Seed, epoch: 0);
        model.Initialize(ranker.Temperature, repeatShare);
        Optimizer = new AdamW(model.Parameters, options.WeightDecay, MaximumNorm);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters => _model.Parameters;

    /// <inheritdoc/>
    public AdamW Optimizer { get; }

    /// <inheritdoc/>
    public double TrainEpoch(EpochCourse course)
    {
        var random = TrainingSeed.Begin(_options.Seed, course.Epoch);
        var run = new Epoch(this, course);
        var order = Enumerable.Range(0, _behavior.Count).ToArray();
        random.Shuffle(order);
        var histories = 0;
        foreach (var shard in Shards(order))
        {
            using var prepared = _behavior.Prepare(shard, random);
            var shuffled = Enumerable.Range(0, prepared.Samples.Count).ToArray();
            random.Shuffle(shuffled);
            var learned = 0;
            foreach (var batch in shuffled.Chunk(_options.BatchSize))
            {
                run.StepOnHistories(prepared, batch);
                learned += batch.Length;
                run.StepUntil((histories + ((double)shard.Length * learned / prepared.Samples.Count)) / order.Length);
            }

            histories += shard.Length;
        }

        run.StepUntil(1);
        return course.Mean;
    }

    /// <inheritdoc/>
    public (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => TrainingValidation.TryMeasure(_model, _inference, _split, _library, progress, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        _loss.Dispose();
        _targets.Dispose();
    }

    private IEnumerable<int[]> Shards(int[] order)
    {
        List<int> shard = [];
        var interactions = 0;
        foreach (var history in order)
        {
            var length = _behavior.LengthOf(history);
            if (shard.Count == ShardHistories || (shard.Count > 0 && interactions + length > ShardInteractions))
            {
                yield return [.. shard];
                shard.Clear();
                interactions = 0;
            }

            shard.Add(history);
            interactions += length;
        }

        if (shard.Count > 0)
        {
            yield return [.. shard];
        }
    }

    private double Step(Tensor hidden, Tensor masses, SeenCells? seen, double learningRate)
    {
        var loss = _loss.Backward(hidden, masses, seen);
        Optimizer.Step(learningRate);
        return loss;
    }

    /// <summary>Represents one epoch under way: how far it is, and which steps on items are due.</summary>
    private sealed class Epoch(GeneratorTrainer trainer, EpochCourse course)
    {
        private readonly ItemBatches _items = new(trainer._items, trainer._options.BatchSize,
            TrainingSeed.Managed(trainer._options.Seed, -course.Epoch));
        private double _share;

        /// <summary>Takes a step on histories.</summary>
        public void StepOnHistories(EncodedSamples samples, int[] rows) => TakeStep(() =>
        {
            var batch = samples.Vectors(rows, course.CancellationToken); // [samples, width]
            GeneratorSample[] learnt = [.. rows.Select(row => samples.Samples[row])];
            var masses = trainer._targets.Masses(TensorMath.NormalizeRows(batch), learnt); // [nodes, samples]
            return (batch, masses, new SeenCells(trainer._model.Nodes, [.. learnt.Select(sample => sample.History)]));
        });

        /// <summary>Takes the steps on items that come before a share of the epoch.</summary>
        public void StepUntil(double share)
        {
            foreach (var (task, rows, place) in _items.Until(share))
            {
                _share = Math.Max(_share, place);
                TakeStep(() => (task.Hidden(rows), trainer._targets.Masses(task.Targets(rows)), null));
            }

            _share = share;
        }

        private void TakeStep(Func<(Tensor Hidden, Tensor Masses, SeenCells? Seen)> batch)
        {
            var (options, histories) = (trainer._options, trainer._behavior.Count);
            course.Step(
                () =>
                {
                    using var scope = NewDisposeScope();
                    var (hidden, masses, seen) = batch();
                    var rate = LearningRateSchedule.HalfCosine(options.LearningRate, (course.Epoch - 1 + _share) / options.Epochs);
                    return [trainer.Step(hidden, masses, seen, rate)];
                },
                () => new StageProgress(
                    $"epoch {course.Epoch} of {options.Epochs}", (long)(_share * histories), histories,
                    "histories", $"loss {course.Mean:F3}"));
        }
    }
}
