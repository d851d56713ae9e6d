namespace Grlm;

/// <summary>
/// Recommends items of one catalogue. Safe for concurrent use: a singleton serves any number of callers. Requests that are asked together
/// are answered faster than one by one. What callers mostly want of it is in <see cref="RecommenderExtensions"/>.
/// </summary>
public interface IRecommender
{
    /// <summary>Recommends to a batch of users.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="cancellationToken">Stops before the next step of a model.</param>
    /// <returns>One list a request, in their order.</returns>
    /// <exception cref="InvalidInputException">There is no such user, item, brand, category or domain; nothing is answered
    /// then.</exception>
    /// <exception cref="InvalidOptionsException">A request asks for more than may be asked.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IReadOnlyList<RecommendedItems> RecommendMany(
        IReadOnlyList<RecommendationRequest> requests, CancellationToken cancellationToken = default);
}
