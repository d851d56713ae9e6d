namespace Grlm.Torch;

/// <summary>
/// Makes samples of histories that the model goes on with: a prompt, then each item's TID, of which all but the first are learnt. In every
/// pass a share of them is damaged anew, so that the teacher is asked about histories that nobody had.
/// </summary>
/// <param name="histories">Items with TIDs, two at least, oldest first.</param>
/// <param name="prompt">Tokens in front.</param>
/// <param name="termIds">Tokens of each item's TID.</param>
/// <param name="damagedShare">Share of the histories of a pass that are damaged.</param>
/// <param name="seed">Seed of the damage.</param>
internal sealed class HistorySamples(int[][] histories, int[] prompt, IReadOnlyList<int[]> termIds, double damagedShare, int seed)
    : ITuningSamples
{
    private (int Epoch, SampleSize[] Sizes) _last;

    /// <inheritdoc/>
    public SampleSize[] SizesOf(int epoch)
    {
        if (_last.Epoch != epoch)
        {
            _last = (epoch, [.. Enumerable.Range(0, histories.Length).Select(number => new SampleSize(
                prompt.Length + HistoryOf(epoch, number).Items.Sum(item => termIds[item].Length), prompt.Length, Prompt: 0))]);
        }

        return _last.Sizes;
    }

    /// <inheritdoc/>
    public TuningSample Sample(int epoch, int number)
    {
        var history = HistoryOf(epoch, number);
        int[] ids = [.. prompt, .. history.Items.SelectMany(item => termIds[item])];
        var labels = ids.ToArray();
        labels.AsSpan(0, prompt.Length + termIds[history.Items[0]].Length).Fill(TuningSample.Ignored);
        return new TuningSample(ids, labels) { PromptLength = prompt.Length, History = history };
    }

    private LearntHistory HistoryOf(int epoch, int number)
    {
        var random = new Random(TrainingSeed.OfStep(seed, epoch, number));
        var damaged = random.NextDouble() < damagedShare ? HistoryDamage.Of(histories[number], random) : [];
        return damaged.Length > 1 && !damaged.AsSpan().SequenceEqual(histories[number])
            ? new LearntHistory(damaged, IsObserved: false)
            : new LearntHistory(histories[number], IsObserved: true);
    }
}
