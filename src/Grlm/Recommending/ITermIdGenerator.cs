namespace Grlm;

/// <summary>
/// Writes the term IDs that users will want next: the compact generator or a language model. Implementations are safe for one caller at a
/// time.
/// </summary>
public interface ITermIdGenerator
{
    /// <summary>Generates for a batch of users.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="beams">How many TIDs to return for each user at most.</param>
    /// <param name="cancellationToken">Stops as soon as a model can be stopped: a language model between two passes.</param>
    /// <returns>
    /// For each request its TIDs, most probable first (with the request's boosts, where it heeds them), no two of them alike.
    /// </returns>
    IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default);
}
