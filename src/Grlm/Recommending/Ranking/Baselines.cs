using System.Numerics.Tensors;

namespace Grlm;

/// <summary>Rankers that need no training and no model: what a model has to be better than.</summary>
internal static class Baselines
{
    /// <summary>Makes a baseline.</summary>
    /// <param name="source">Which one.</param>
    /// <param name="library">The items' terms.</param>
    /// <param name="training">The training interactions.</param>
    /// <returns>The ranker, for one caller at a time; null where the source is not a baseline.</returns>
    public static IItemRanker? TryCreate(RecommendationSource source, TermLibrary library, TrainingSplit training)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(training);
        return source switch
        {
            RecommendationSource.Popular => new PopularityRanker(training, library.ItemCount),
            RecommendationSource.Cooccurrence => new CooccurrenceRanker(training, library.ItemCount),
            RecommendationSource.Bm25 => new TermBm25Ranker(library),
            _ => null,
        };
    }
}

/// <summary>
/// Ranks by the baseline that knows nothing of the user: <c>p(i) = (n(i) + 1) / (N + items)</c>, with n the training interactions of an
/// item and N those of all. Immutable and safe for concurrent use.
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
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default)
    {
        ScoreRows.Check(histories.Count, ItemCount, scores);
        for (var row = 0; row < histories.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _scores.CopyTo(scores[(row * ItemCount)..]);
        }
    }
}

/// <summary>Says what rankers in managed code have in common: rows of scores, one a history.</summary>
internal static class ScoreRows
{
    /// <summary>Checks that the scores have room for all items of all histories.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void Check(int histories, int itemCount, ReadOnlySpan<float> scores)
    {
        if (scores.Length != histories * itemCount)
        {
            throw new ArgumentException($"{scores.Length} scores don't fit {histories} histories and {itemCount} items.", nameof(scores));
        }
    }

    /// <summary>Turns weights, all above zero, into the logarithms of probabilities in proportion to them.</summary>
    public static void LogOfShares(Span<float> weights)
    {
        TensorPrimitives.Divide(weights, TensorPrimitives.Sum<float>(weights), weights);
        TensorPrimitives.Log(weights, weights);
    }

    /// <summary>Turns logits into logarithms of probabilities.</summary>
    public static void LogSoftMax(Span<float> logits)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit);
        }

        TensorPrimitives.Subtract(logits, (float)Math.Log(sum), logits);
    }
}
