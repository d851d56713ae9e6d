namespace Grlm.Torch;

/// <summary>
/// Tunes a network on samples: step by step, with the validation loss measured in between, the best values kept, and a state on disk from
/// which a run that was interrupted anywhere goes on to the same end: written every <see cref="TrainingLoop.BetweenStates"/> at the latest.
/// </summary>
internal sealed class TuningRun : IDisposable
{
    private readonly CausalNetwork _network;
    private readonly LoraAdapters? _adapters;
    private readonly ITuningSamples _training;
    private readonly TuningOptions _options;
    private readonly TuningPlan _plan;
    private readonly TuningPass _pass;
    private readonly AdamW _optimizer;
    private readonly LearningRateSchedule _schedule;
    private readonly TuningState _state;
    private readonly TuningBatch[] _validation;
    private long _tokens;
    private long _savedAt;

    /// <param name="network">The network; where there are no adapters, its weights are trained.</param>
    /// <param name="adapters">The adapters to train, with their initial values; null to train the network's weights.</param>
    /// <param name="training">What is learnt; one sample at least.</param>
    /// <param name="validation">What the loss is measured on; empty for no measurements.</param>
    /// <param name="options">How.</param>
    /// <param name="directory">Where states and the loss curve go.</param>
    /// <param name="loss">What is minimised; null for the cross-entropy of the next token over the whole vocabulary.</param>
    public TuningRun(
        CausalNetwork network, LoraAdapters? adapters, ITuningSamples training, IReadOnlyList<TuningSample> validation,
        TuningOptions options, string directory, ITuningLoss? loss = null)
    {
        (_network, _adapters, _training, _options) = (network, adapters, training, options);
        Parameters = adapters?.Parameters ?? network.Weights.Parameters;
        _plan = new TuningPlan(training, options);
        _pass = new TuningPass(network, options.GradientCheckpointing, loss);
        _optimizer = new AdamW(Parameters, options.WeightDecay, options.ClipNorm,
            new AdamMoments(options.Beta1, options.Beta2, options.Epsilon));
        var warmup = options.WarmupSteps > 0 ? options.WarmupSteps : (int)Math.Ceiling(options.WarmupShare * _plan.TotalSteps);
        _schedule = new LearningRateSchedule(options.PeakLearningRate, warmup, _plan.TotalSteps, options.Decay);
        _state = new TuningState(directory, Parameters, _optimizer, options.Keep);
        _validation = [.. SamplePacking
            .MicroBatches(
                new FixedSamples(validation).SizesOf(epoch: 0), options.MicroBatchTokens, options.Packing,
                TrainingSeed.Managed(options.Seed, epoch: 0))
            .Select(rows => Batch(rows, sample => validation[sample]))];
    }

    /// <summary>Gets what is trained.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Tells when a state is due.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Measures what the model as it stands recommends, Recall@10 and NDCG@10, wherever the validation loss is measured; null for no such
    /// measurement.
    /// </summary>
    public Func<(double Recall, double Ndcg)>? Grounded { get; init; }

    /// <summary>Runs to the end; afterwards <see cref="Parameters"/> holds the best values.</summary>
    /// <exception cref="InvalidInputException">The loss is no longer a number, or what an interrupted run left is damaged.</exception>
    public TuningReport Run(IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        _state.Resume();
        Parameters.ClearGradients();
        _savedAt = Clock.GetTimestamp();
        _tokens = _state.Log.Records.Sum(record => record.Tokens ?? 0);
        try
        {
            while (Advance(progress, cancellationToken))
            {
            }
        }
        catch (OperationCanceledException)
        {
            _state.Save(); // the values are those after the last whole step
            throw;
        }

        _state.LoadBest();
        return Report();
    }

    /// <summary>Gets the loss curve so far.</summary>
    public IReadOnlyList<TuningRecord> Records => _state.Log.Records;

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    /// <summary>Does what is due: measures, saves or takes a step.</summary>
    /// <returns>False at the end.</returns>
    private bool Advance(IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var step = _optimizer.Steps;
        if (IsMeasurementDue(step))
        {
            _state.Measured(Measure(progress, cancellationToken), Grounded?.Invoke());
        }

        if (step == _plan.TotalSteps || (_options.Patience > 0 && _state.Log.MeasurementsSinceBest >= _options.Patience))
        {
            return false;
        }

        if (Clock.GetElapsedTime(_savedAt) >= TrainingLoop.BetweenStates || (_options.SaveEvery > 0 && step % _options.SaveEvery == 0))
        {
            _state.Save();
            _savedAt = Clock.GetTimestamp();
        }

        _state.Log.Append(TakeStep(step + 1, progress, cancellationToken));
        return true;
    }

    private bool IsMeasurementDue(int step)
    {
        var asked = step == 0 || step == _plan.TotalSteps
            || (_options.EvaluateEvery > 0 ? step % _options.EvaluateEvery == 0 : _plan.EndsEpoch(step));
        return asked && _validation.Length > 0 && !_state.Log.IsMeasured(step);
    }

    private TuningRecord TakeStep(int step, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        SetAdapters(training: true);
        var (loss, epoch) = (0.0, _plan.EpochOf(step));
        TuningBatch[] batches = [.. _plan.MicroBatchesOf(step).Select(rows => Batch(rows, sample => _training.Sample(epoch, sample)))];
        var targets = batches.Sum(_pass.TargetsOf);
        var before = _tokens;
        for (var place = 0; place < batches.Length; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var seed = unchecked((((long)_options.Seed * 1_000_003) + step) * 1_000_003) + place;
            loss += _pass.Backward(batches[place], 1.0 / targets, seed) / targets;
            _tokens += batches[place].SampleTokens;
            progress.Report(new StageProgress(
                "tuning", _tokens, _plan.TotalTokens, "tokens", $"epoch {epoch}, step {step} of {_plan.TotalSteps}{LastLoss()}"));
        }

        Check(loss, "loss", step);
        var rate = _schedule.At(step - 1);
        var norm = _optimizer.Step(rate);
        Check(norm, "gradient", step);
        return new TuningRecord
        {
            Step = step,
            Epoch = epoch,
            Loss = loss,
            GradientNorm = norm,
            LearningRate = rate,
            Tokens = _tokens - before,
            Targets = targets,
        };
    }

    private double Measure(IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        SetAdapters(training: false);
        var (loss, targets) = (0.0, 0L);
        for (var place = 0; place < _validation.Length; place++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            loss += _pass.Measure(_validation[place]);
            targets += _pass.TargetsOf(_validation[place]);
            progress.Report(new StageProgress("validating", place + 1, _validation.Length, "batches"));
        }

        Check(loss, "validation loss", _optimizer.Steps);
        return loss / targets;
    }

    private void SetAdapters(bool training) => _network.Adapters = _adapters?.Pairs(training);

    private string LastLoss()
        => _state.Log.Records.LastOrDefault(record => record.Loss is not null)?.Loss is { } loss ? $", loss {loss:F3}" : "";

    private void Check(double value, string what, int step)
    {
        if (!double.IsFinite(value))
        {
            var kept = _state.SavedStep > 0 ? $"The state after step {_state.SavedStep} is kept. " : "";
            throw new InvalidInputException(
                $"Step {step}: the {what} is {value}. {kept}Start over (option 'force') with a lower " +
                    $"'learningRate' (now {_options.PeakLearningRate:G3}), " +
                "a longer warm-up, or precision 'float32'.");
        }
    }

    private TuningReport Report()
    {
        var log = _state.Log;
        var steps = log.Records.Where(record => record.Loss is not null).ToArray();
        return new TuningReport(
            Parameters.Count,
            steps.Length,
            steps.Length > 0 ? steps[^1].Epoch!.Value : 0,
            steps.Sum(step => step.Tokens!.Value),
            steps.Length > 0 ? steps[^1].Loss : null,
            log.Records.FirstOrDefault(record => record.ValidationLoss is not null)?.ValidationLoss,
            log.Best?.ValidationLoss,
            log.Best?.Step ?? steps.Length);
    }

    private static TuningBatch Batch(int[][] rows, Func<int, TuningSample> sample)
        => TuningBatch.Of([.. rows.Select(row => (IReadOnlyList<TuningSample>)[.. row.Select(sample)])]);
}
