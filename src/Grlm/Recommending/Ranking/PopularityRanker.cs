namespace Grlm;

/// <summary>
/// The baseline that knows nothing of the user: <c>p(i) = (n(i) + 1) / (N + items)</c>, with n the training interactions of an item and N those of all.
/// Immutable and safe for concurrent use.
/// </summary>
internal sealed class PopularityRanker : IItemRanker
{
    private readonly float[] _scores;

    /// <param name="training">The training interactions.</param>
    /// <param name="itemCount">Items in the catalogue.</param>
    public PopularityRanker(TrainingSplit training, int itemCount)
    {
        var popularity = training.Popularity(itemCount);
        var all = popularity.Sum(count => (long)count) + itemCount;
        _scores = Array.ConvertAll(popularity, count => (float)Math.Log((count + 1.0) / all));
    }

    /// <inheritdoc/>
    public int ItemCount => _scores.Length;

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        ScoreRows.Check(histories.Count, ItemCount, scores);
        for (var row = 0; row < histories.Count; row++)
        {
            _scores.CopyTo(scores[(row * ItemCount)..]);
        }
    }
}
