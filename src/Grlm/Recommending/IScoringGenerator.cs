namespace Grlm;

/// <summary>A generator that reads histories with a ranker's encoder: one reading serves beams and scores.</summary>
internal interface IScoringGenerator : ITermIdGenerator
{
    /// <summary>Tells whether the scores are those of a ranker.</summary>
    bool ScoresLike(IItemRanker ranker);

    /// <summary>Generates for a batch of users, and scores all items for them.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="beams">How many TIDs to return for each user at most.</param>
    /// <param name="scores">Receives what the ranker gives: <c>[requests, items]</c>, row by row.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is not of that size.</exception>
    IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(IReadOnlyList<GenerationRequest> requests, int beams, Span<float> scores);
}
