namespace Grlm;

/// <summary>Adds the usual ways to ask an <see cref="IRecommender"/>.</summary>
public static class RecommenderExtensions
{
    /// <summary>Recommends to whoever has this history.</summary>
    /// <param name="recommender">Who is asked.</param>
    /// <param name="history">Item ids, oldest first; where there is none the most popular items are recommended.</param>
    /// <param name="count">How many items, 1 to 1,000.</param>
    /// <exception cref="InvalidInputException">There is no such item.</exception>
    public static RecommendedItems Recommend(
        this IRecommender recommender, IReadOnlyList<string> history, int count = RecommendationRequest.UsualCount)
        => recommender.Recommend(new RecommendationRequest { History = history, Count = count });

    /// <summary>Recommends to a user of the dataset.</summary>
    /// <param name="recommender">Who is asked.</param>
    /// <param name="user">The user's id.</param>
    /// <param name="count">How many items, 1 to 1,000.</param>
    /// <exception cref="InvalidInputException">There is no such user.</exception>
    public static RecommendedItems RecommendTo(this IRecommender recommender, string user, int count = RecommendationRequest.UsualCount)
        => recommender.Recommend(new RecommendationRequest { User = user, Count = count });

    /// <summary>Recommends to one user.</summary>
    /// <inheritdoc cref="IRecommender.RecommendMany"/>
    /// <param name="recommender">Who is asked.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops before the next step of a model.</param>
    public static RecommendedItems Recommend(
        this IRecommender recommender, RecommendationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return recommender.RecommendMany([request], cancellationToken)[0];
    }

    /// <summary>Recommends to one user on another thread, for callers that must not wait: a language model may take a second.</summary>
    /// <inheritdoc cref="Recommend(IRecommender, RecommendationRequest, CancellationToken)"/>
    public static Task<RecommendedItems> RecommendAsync(
        this IRecommender recommender, RecommendationRequest request, CancellationToken cancellationToken = default)
        => Task.Run(() => recommender.Recommend(request, cancellationToken), cancellationToken);

    /// <summary>Recommends to a batch of users on another thread.</summary>
    /// <inheritdoc cref="IRecommender.RecommendMany"/>
    /// <param name="recommender">Who is asked.</param>
    /// <param name="requests">One request a user.</param>
    /// <param name="cancellationToken">Stops before the next step of a model.</param>
    public static Task<IReadOnlyList<RecommendedItems>> RecommendManyAsync(
        this IRecommender recommender, IReadOnlyList<RecommendationRequest> requests, CancellationToken cancellationToken = default)
        => Task.Run(() => recommender.RecommendMany(requests, cancellationToken), cancellationToken);
}
