using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Trains the compact generator on a frozen ranker: on all prefixes of the training histories, and on damaged copies of them (a fifth of
/// the items dropped, some neighbours swapped) for which the ranker alone is the teacher.
/// </summary>
internal sealed class GeneratorTrainer : ITrainable, IDisposable
{
    private const double MaximumNorm = 1;
    private const double DropShare = 0.2;
    private const double SwapShare = 0.1;

    /// <summary>Histories whose vectors are held at a time: some 64 MB of them, however many users there are.</summary>
    private const int ShardUsers = 8192;

    private readonly TrainOptions _options;
    private readonly CompactGeneratorModel _model;
    private readonly TorchRanker _ranker;
    private readonly SequenceRanker _inference;
    private readonly TermLibrary _library;
    private readonly TrainingSplit _split;
    private readonly TeacherTargets _targets;
    private readonly GeneratorLoss _loss;
    private readonly int[][] _histories;

    /// <param name="options">Options of the stage.</param>
    /// <param name="model">The model; its values are initialised here.</param>
    /// <param name="ranker">The trained ranker, whose vectors are learned from; stays the caller's.</param>
    /// <param name="inference">The same ranker as it recommends, for validation.</param>
    /// <param name="library">The term library of the catalogue.</param>
    /// <param name="split">The users' histories; validation and test targets are not trained on.</param>
    public GeneratorTrainer(
        TrainOptions options,
        CompactGeneratorModel model,
        TorchRanker ranker,
        SequenceRanker inference,
        TermLibrary library,
        TrainingSplit split)
    {
        (_options, _model, _ranker, _inference, _library, _split) = (options, model, ranker, inference, library, split);
        _histories = split.Histories();
        var repeatShare = RepeatShare(_histories);
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
    public double TrainEpoch(int epoch, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var random = TrainingSeed.Begin(_options.Seed, epoch);
        var order = Enumerable.Range(0, _histories.Length).ToArray();
        random.Shuffle(order);
        var (loss, steps, users) = (0.0, 0, 0);
        foreach (var shard in order.Chunk(ShardUsers))
        {
            using var scope = NewDisposeScope();
            var (samples, hidden) = Prepare(shard, random);
            var shuffled = Enumerable.Range(0, samples.Count).ToArray();
            random.Shuffle(shuffled);
            var learned = 0;
            foreach (var batch in shuffled.Chunk(_options.BatchSize))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var done = users + ((double)shard.Length * learned / samples.Count);
                var rate = LearningRateSchedule.HalfCosine(_options.LearningRate, (epoch - 1 + (done / order.Length)) / _options.Epochs);
                loss += Step([.. batch.Select(sample => samples[sample])], hidden, batch, rate);
                steps++;
                learned += batch.Length;
                progress.Report(new StageProgress($"epoch {epoch} of {_options.Epochs}", (long)done, order.Length, "users", $"loss {loss / steps:F3}"));
            }

            users += shard.Length;
        }

        return loss / Math.Max(1, steps);
    }

    /// <inheritdoc/>
    public (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => TrainingValidation.TryMeasure(
            RecommendationSource.Generator,
            _split,
            _library,
            () => GeneratorArtifact.Snapshot(_model, _inference, _library),
            () => _inference,
            progress,
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        _loss.Dispose();
        _targets.Dispose();
    }

    private static double RepeatShare(IReadOnlyList<int[]> histories)
    {
        var (repeats, interactions) = (0L, 0L);
        foreach (var history in histories)
        {
            interactions += history.Length;
            repeats += history.Length - history.Distinct().Count();
        }

        return (double)repeats / Math.Max(1, interactions);
    }

    /// <summary>The histories of a shard and their vectors: all prefixes as they were, then all prefixes of a damaged copy.</summary>
    private (List<GeneratorSample> Samples, Tensor Hidden) Prepare(int[] shard, Random random)
    {
        List<GeneratorSample> samples = [];
        List<Tensor> hidden = [];
        foreach (var users in shard.Chunk(256))
        {
            var inputs = Array.ConvertAll(users, user => _histories[user][..^1]);
            var damaged = Array.ConvertAll(users, user => Damage(_histories[user], random));
            hidden.Add(_ranker.EncodePrefixes(inputs));
            hidden.Add(_ranker.EncodePrefixes(damaged));
            samples.AddRange(users.SelectMany(user => Prefixes(_histories[user], hasNext: true)));
            samples.AddRange(damaged.SelectMany(history => Prefixes(history, hasNext: false)));
        }

        return (samples, cat(hidden));
    }

    private IEnumerable<GeneratorSample> Prefixes(int[] history, bool hasNext)
    {
        // The encoder reads the last tokens of what it is given: prefixes that end before them have no vector.
        var tokens = hasNext ? history.Length - 1 : history.Length;
        var first = Math.Max(0, tokens - _ranker.MaximumHistory);
        for (var token = first; token < tokens; token++)
        {
            yield return new GeneratorSample(new ArraySegment<int>(history, first, token + 1 - first), hasNext ? history[token + 1] : -1);
        }
    }

    private static int[] Damage(int[] history, Random random)
    {
        int[] kept = [.. history.Where(_ => random.NextDouble() >= DropShare)];
        if (kept.Length == 0)
        {
            kept = [history[random.Next(history.Length)]];
        }

        for (var place = 1; place < kept.Length; place++)
        {
            if (random.NextDouble() < SwapShare)
            {
                (kept[place - 1], kept[place]) = (kept[place], kept[place - 1]);
            }
        }

        return kept;
    }

    private double Step(IReadOnlyList<GeneratorSample> samples, Tensor hidden, int[] rows, double learningRate)
    {
        using var scope = NewDisposeScope();
        var index = tensor(Array.ConvertAll(rows, row => (long)row), device: hidden.device);
        var batch = hidden.index_select(0, index); // [samples, width]
        var masses = _targets.Masses(TensorMath.NormalizeRows(batch), samples); // [nodes, samples]
        var loss = _loss.Backward(batch, masses, new SeenCells(_model.Nodes, [.. samples.Select(sample => sample.History)]));
        Optimizer.Step(learningRate);
        return loss;
    }
}
