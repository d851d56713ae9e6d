namespace Grlm;

/// <summary>Scores every item of the catalogue for a user. Implementations are safe for one caller at a time.</summary>
public interface IItemRanker
{
    /// <summary>Gets the number of items scored.</summary>
    int ItemCount { get; }

    /// <summary>Scores all items for a batch of users.</summary>
    /// <param name="histories">Item indices of each user, oldest first; longer ones are cut from the oldest end to what the model
    /// takes.</param>
    /// <param name="scores">Receives the natural logarithm of each item's probability to come next: <c>[histories, items]</c>, row by
    /// row.</param>
    /// <param name="cancellationToken">Stops as soon as a model can be stopped: between two users.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is not of that size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores, CancellationToken cancellationToken = default);
}
