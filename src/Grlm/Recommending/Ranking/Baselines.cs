namespace Grlm;

/// <summary>Rankers that need no training and no model: what a model has to be better than.</summary>
public static class Baselines
{
    /// <summary>Whether a source is one of them.</summary>
    public static bool IsBaseline(this RecommendationSource source)
        => source is RecommendationSource.Popular or RecommendationSource.Cooccurrence or RecommendationSource.Bm25;

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
