namespace Grlm.Torch;

/// <summary>
/// Says which samples every optimiser step sees. It follows from the options alone, so that a resumed run goes on with the samples that an
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

    /// <summary>Returns the epoch of a step, both counted from one.</summary>
    public int EpochOf(int step)
    {
        var place = _ends.BinarySearch(step);
        return (place < 0 ? ~place : place) + 1;
    }

    /// <summary>Tells whether a step is the last of a pass, or of all.</summary>
    /// <param name="step">Counted from one.</param>
    public bool EndsEpoch(int step) => step == TotalSteps || _ends.BinarySearch(step) >= 0;

    /// <summary>Returns the micro-batches of a step: numbers of samples, row by row.</summary>
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

/// <summary>
/// Lays samples out in micro-batches with little padding. The samples are shuffled; within a window of them the longest that is left gives
/// a micro-batch its width, and rows are filled up with whatever still fits, longest first (first fit, decreasing). The same random numbers
/// give the same micro-batches.
/// </summary>
internal static class SamplePacking
{
    /// <summary>Samples among which partners are sought.</summary>
    private const int Window = 512;

    /// <summary>
    /// Rows are so many times as long as the prompt that their samples share at least, as far as the budget goes: it then costs little.
    /// </summary>
    private const int PromptsOfRow = 8;

    /// <summary>Makes the micro-batches of one pass over the samples, in random order.</summary>
    /// <param name="sizes">What each sample takes.</param>
    /// <param name="budget">Tokens of a micro-batch at most, padding included; a longer sample is a micro-batch of its own.</param>
    /// <param name="packed">Whether samples share rows.</param>
    /// <param name="random">Seeded for this pass.</param>
    /// <returns>Sample numbers, row by row, of each micro-batch; each sample once.</returns>
    public static IReadOnlyList<int[][]> MicroBatches(IReadOnlyList<SampleSize> sizes, int budget, bool packed, Random random)
    {
        var order = Enumerable.Range(0, sizes.Count).ToArray();
        random.Shuffle(order);
        int[][][] batches = [.. order.Chunk(Window)
            .SelectMany(window => LayOut([.. window.OrderByDescending(sample => sizes[sample].Length)], sizes, budget, packed))];
        random.Shuffle(batches);
        return batches;
    }

    private static IEnumerable<int[][]> LayOut(List<int> left, IReadOnlyList<SampleSize> sizes, int budget, bool packed)
    {
        while (left.Count > 0)
        {
            var longest = sizes[left[0]];
            var least = packed && longest.Prompt >= 0 ? Math.Min(budget, PromptsOfRow * longest.PromptLength) : 0;
            var width = Math.Max(longest.Length, least);
            var rows = Math.Max(1, budget / width);
            List<int[]> batch = [];
            while (batch.Count < rows && left.Count > 0)
            {
                batch.Add(packed ? TakeRow(left, sizes, width) : TakeFirst(left));
            }

            yield return [.. batch];
        }
    }

    private static int[] TakeRow(List<int> left, IReadOnlyList<SampleSize> sizes, int width)
    {
        List<int> row = [];
        HashSet<int> prompts = [];
        left.RemoveAll(sample =>
        {
            var size = sizes[sample];
            var length = prompts.Contains(size.Prompt) ? size.Length - size.PromptLength : size.Length;
            var fits = length <= width;
            if (fits)
            {
                row.Add(sample);
                width -= length;
                _ = size.Prompt >= 0 && prompts.Add(size.Prompt);
            }

            return fits;
        });
        return [.. row];
    }

    private static int[] TakeFirst(List<int> left)
    {
        var first = left[0];
        left.RemoveAt(0);
        return [first];
    }
}
