namespace Grlm.Torch;

/// <summary>
/// Which samples every optimiser step sees. It follows from the options alone, so that a resumed run goes on with the samples that an
/// uninterrupted one would have seen.
/// </summary>
internal sealed class TuningPlan
{
    private readonly ITuningSamples _samples;
    private readonly TuningOptions _options;
    private readonly List<int> _ends = []; // steps up to the end of each epoch
    private (int Number, IReadOnlyList<int[][]> MicroBatches) _epoch;

    /// <param name="samples">The training samples; one at least.</param>
    /// <param name="options">Options of the run.</param>
    public TuningPlan(ITuningSamples samples, TuningOptions options)
    {
        (_samples, _options) = (samples, options);
        var (end, tokens) = (0, 0L);
        while (options.Steps > 0 ? end < options.Steps : Epochs < options.Epochs)
        {
            tokens += samples.SizesOf(Epochs + 1).Sum(size => (long)size.Length);
            end += StepsOf(Plan(Epochs + 1).Count);
            _ends.Add(end);
        }

        TotalSteps = options.Steps > 0 ? options.Steps : end;
        TotalTokens = (long)((double)TotalSteps / end * tokens);
    }

    /// <summary>Passes over the samples, the last of which may be cut short.</summary>
    public int Epochs => _ends.Count;

    /// <summary>Optimiser steps in all.</summary>
    public int TotalSteps { get; }

    /// <summary>Tokens of all steps, without padding; near enough where the last pass is cut short.</summary>
    public long TotalTokens { get; }

    /// <summary>The epoch of a step, both counted from one.</summary>
    public int EpochOf(int step)
    {
        var place = _ends.BinarySearch(step);
        return (place < 0 ? ~place : place) + 1;
    }

    /// <summary>Whether a step is the last of a pass, or of all.</summary>
    /// <param name="step">Counted from one.</param>
    public bool EndsEpoch(int step) => step == TotalSteps || _ends.BinarySearch(step) >= 0;

    /// <summary>The micro-batches of a step: numbers of samples, row by row.</summary>
    /// <param name="step">Counted from one.</param>
    public IEnumerable<int[][]> MicroBatchesOf(int step)
    {
        var epoch = EpochOf(step);
        if (_epoch.Number != epoch)
        {
            _epoch = (epoch, Plan(epoch));
        }

        var first = epoch == 1 ? 0 : _ends[epoch - 2];
        return _epoch.MicroBatches.Skip((step - first - 1) * _options.Accumulation).Take(_options.Accumulation);
    }

    private int StepsOf(int microBatches) => (microBatches + _options.Accumulation - 1) / _options.Accumulation;

    private IReadOnlyList<int[][]> Plan(int epoch)
        => SamplePacking.MicroBatches(
            _samples.SizesOf(epoch), _options.MicroBatchTokens, _options.Packing, TrainingSeed.Managed(_options.Seed, epoch));
}
