namespace Grlm;

/// <summary>
/// The item-to-item baseline: <c>score(i) = sum over the history, latest first, of .8^age * s(history item, i)</c>, with s of
/// <see cref="ItemCooccurrence"/>; items that nothing speaks for follow by popularity. Immutable and safe for concurrent use.
/// </summary>
internal sealed class CooccurrenceRanker : IItemRanker
{
    private const int Neighbors = 200;
    private const int HistoryLength = 20;
    private const float Decay = 0.8f;

    // So little that popularity only orders what has no other score.
    private const float PopularityWeight = 1e-9f;

    private readonly SimilarItems _similar;
    private readonly float[] _floor;

    /// <param name="training">The training interactions.</param>
    /// <param name="itemCount">Items in the catalogue.</param>
    public CooccurrenceRanker(TrainingSplit training, int itemCount)
    {
        _similar = new ItemCooccurrence(training.Histories(), itemCount).Strongest(Neighbors, CancellationToken.None);
        _floor = Array.ConvertAll(training.Popularity(itemCount), count => PopularityWeight * (count + 1));
    }

    /// <inheritdoc/>
    public int ItemCount => _floor.Length;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        ScoreRows.Check(histories.Count, ItemCount, scores);
        for (var row = 0; row < histories.Count; row++)
        {
            Score(histories[row], scores.Slice(row * ItemCount, ItemCount));
        }
    }

    private void Score(IReadOnlyList<int> history, Span<float> scores)
    {
        _floor.CopyTo(scores);
        var weight = 1f;
        for (var place = history.Count - 1; place >= Math.Max(0, history.Count - HistoryLength); place--)
        {
            foreach (var similar in _similar.Of(history[place]))
            {
                scores[similar.Item] += weight * similar.Score;
            }

            weight *= Decay;
        }

        ScoreRows.LogOfShares(scores);
    }
}
