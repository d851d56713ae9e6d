using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Preference tuning of the compact generator: group relative policy optimisation (GRPO: Shao et al., 2024) with constrained beams as the
/// group. For the history before each user's latest training interaction, which is most like what recommendations are asked for, the
/// generator writes a group of TIDs; each is rewarded by <see cref="GroupReward"/>, and its log-probability is raised or lowered by its
/// advantage over the group. The divergence from the model it started from is held down by the estimator <c>p0/p - 1 - log(p0/p)</c> over
/// the group.
/// </summary>
internal sealed class PreferenceTrainer : ITrainable, IDisposable
{
    private const double MaximumNorm = 1;
    private const int ShardUsers = 8192;

    /// <summary>Beyond this ratio of old to new probability the pull back grows no more.</summary>
    private const double LargestRatio = 10;

    private readonly PreferenceOptions _options;
    private readonly CompactGeneratorModel _model;
    private readonly CompactGeneratorModel _start;
    private readonly SequenceRanker _inference;
    private readonly TermLibrary _library;
    private readonly TrainingSplit _split;
    private readonly BehaviorSamples _behavior;
    private readonly GeneratorLoss _loss;
    private readonly GeneratorLoss _startLoss;

    /// <param name="options">How it is tuned.</param>
    /// <param name="model">The generator to tune; its values now are what it is held to.</param>
    /// <param name="ranker">The trained ranker, whose vectors are learned from; stays the caller's.</param>
    /// <param name="inference">The same ranker as it recommends, for groups and validation.</param>
    /// <param name="library">The term library of the catalogue.</param>
    /// <param name="split">The users' histories; validation and test targets are not trained on.</param>
    public PreferenceTrainer(
        PreferenceOptions options, CompactGeneratorModel model, TorchRanker ranker, SequenceRanker inference, TermLibrary library,
        TrainingSplit split)
    {
        (_options, _model, _inference, _library, _split) = (options, model, inference, library, split);
        _start = GeneratorArtifact.Create(ranker.UnitItems, library);
        _start.Parameters.Load(model.Parameters.Values);
        (_loss, _startLoss) = (new GeneratorLoss(model), new GeneratorLoss(_start));
        _behavior = new BehaviorSamples(ranker, split.Histories());
        Optimizer = new AdamW(model.Parameters, weightDecay: 0, MaximumNorm);
    }

    /// <inheritdoc/>
    public ParameterSet Parameters => _model.Parameters;

    /// <inheritdoc/>
    public AdamW Optimizer { get; }

    /// <inheritdoc/>
    public PreferenceFigures? Preference { get; private set; }

    /// <inheritdoc/>
    public double TrainEpoch(EpochCourse course)
    {
        var random = TrainingSeed.Begin(_options.Seed, -course.Epoch);
        var order = Enumerable.Range(0, _behavior.Count).ToArray();
        random.Shuffle(order);
        var (samplesSoFar, users) = (0, 0);
        foreach (var shard in order.Chunk(ShardUsers))
        {
            using var prepared = _behavior.Prepare(shard);
            int[] taught = [.. Latest(prepared.Samples, _options.PreferenceHistories).Where(sample => IsNew(prepared.Samples[sample]))];
            random.Shuffle(taught);
            var learned = 0;
            foreach (var batch in taught.Chunk(_options.BatchSize))
            {
                var done = users + ((double)shard.Length * learned / taught.Length);
                var rate = LearningRateSchedule.HalfCosine(
                    _options.PreferenceLearningRate, (course.Epoch - 1 + (done / order.Length)) / _options.PreferenceEpochs);
                (samplesSoFar, learned) = (samplesSoFar + batch.Length, learned + batch.Length);
                course.Step(
                    () => Step(prepared, batch, rate, course.CancellationToken).ToArray(),
                    () => new StageProgress(
                        $"preference {course.Epoch} of {_options.PreferenceEpochs}", (long)done, order.Length, "users",
                        $"reward {course.State.Sums[0] / samplesSoFar:F3}"));
            }

            users += shard.Length;
        }

        Preference = PreferenceFigures.Of(course.State.Sums).Over(Math.Max(1, samplesSoFar));
        return (_options.KlWeight * Preference.Divergence) - Preference.Reward;
    }

    /// <inheritdoc/>
    public (double Recall, double Ndcg)? Validate(IProgress<StageProgress> progress, CancellationToken cancellationToken)
        => TrainingValidation.TryMeasure(_model, _inference, _split, _library, progress, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Optimizer.Dispose();
        _loss.Dispose();
        _startLoss.Dispose();
        _start.Dispose();
    }

    /// <summary>
    /// Returns the samples of each user's latest interactions: prefixes of one history stand side by side, the longest last.
    /// </summary>
    private static IEnumerable<int> Latest(IReadOnlyList<GeneratorSample> samples, int count)
        => Enumerable.Range(0, samples.Count)
            .Where(sample => sample + count >= samples.Count || samples[sample + count].History.Array != samples[sample].History.Array);

    /// <summary>Tells whether what followed can be written, and would be shown: items that the history holds are not.</summary>
    private bool IsNew(GeneratorSample sample) => _library.HasTermId(sample.Next) && !sample.History.Contains(sample.Next);

    private PreferenceFigures Step(EncodedSamples samples, int[] rows, double learningRate, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        GeneratorSample[] taught = [.. rows.Select(row => samples.Samples[row])];
        var groups = Write(taught, cancellationToken);
        var batch = samples.Vectors(rows, cancellationToken); // [histories, width]
        var seen = new SeenCells(_model.Nodes, [.. taught.Select(sample => sample.History)]);
        var before = _startLoss.LogProbabilities(batch, [.. groups.Select(group => group.Leaves)], seen);
        var figures = new PreferenceFigures(0, 0, 0);
        var weights = new double[groups.Count][];
        for (var place = 0; place < groups.Count; place++)
        {
            (weights[place], var one) = Weigh(groups[place], before[place], _options);
            figures = figures.Plus(one);
        }

        _loss.Backward(batch, _loss.Masses([.. groups.Select(group => group.Leaves)], weights), seen);
        Optimizer.Step(learningRate);
        return figures;
    }

    /// <summary>
    /// Returns what the log-probability of each member is to be raised by: its advantage, and the gradient of the divergence's estimator,
    /// over the size of the group.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="before">Log-probabilities of its members under the model that tuning started from.</param>
    /// <param name="options">Penalty and weight of the divergence.</param>
    internal static (double[] Weights, PreferenceFigures Figures) Weigh(PreferenceGroup group, double[] before, PreferenceOptions options)
    {
        var rewards = new double[group.Leaves.Length];
        GroupReward.Rewards(group.Right, rewards, options.RankPenalty);
        var total = group.LogProbabilities.Sum(Math.Exp);
        var reward = group.LogProbabilities.Zip(rewards, (logProbability, one) => Math.Exp(logProbability) / total * one).Sum();
        GroupReward.ToAdvantages(rewards);
        var divergence = 0.0;
        for (var place = 0; place < rewards.Length; place++)
        {
            var logRatio = Math.Min(before[place] - group.LogProbabilities[place], Math.Log(LargestRatio));
            var ratio = Math.Exp(logRatio);
            divergence += (ratio - 1 - logRatio) / rewards.Length;
            rewards[place] = (rewards[place] + (options.KlWeight * (ratio - 1))) / rewards.Length;
        }

        return (rewards, new PreferenceFigures(reward, group.Right >= 0 ? 1 : 0, divergence));
    }

    private List<PreferenceGroup> Write(GeneratorSample[] samples, CancellationToken cancellationToken)
    {
        var generator = GeneratorArtifact.Snapshot(_model, _inference, _library);
        var written = generator.Generate(
            [.. samples.Select(sample => new GenerationRequest([.. sample.History], sample.History.ToHashSet()))], _options.GroupSize,
            cancellationToken);
        return [.. samples.Zip(written, (sample, termIds) =>
        {
            int[] leaves = [.. termIds.Select(termId => _library.Trie.LeafOf(_library.ItemsOf(termId.TermId)[0]))];
            return new PreferenceGroup(
                leaves, [.. termIds.Select(termId => termId.LogProbability)], Array.IndexOf(leaves, _library.Trie.LeafOf(sample.Next)));
        })];
    }
}
