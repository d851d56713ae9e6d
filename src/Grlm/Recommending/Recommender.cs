using System.Buffers;

namespace Grlm.Internal;

/// <summary>
/// Recommends items: by generated term IDs that are grounded to items, by the scores of the collaborative ranker, or by both. Where the
/// models are safe for one caller at a time, so is it.
/// </summary>
public sealed class Recommender
{
    // Rows of ranker scores held at once: 64 MiB of them, however large the catalogue.
    private const int LargestScoreCount = 16 * 1024 * 1024;

    private const string MissingGenerator = "There is no generator to recommend with.";

    private readonly LiveTermLibrary _library;
    private readonly ITermIdGenerator? _generator;
    private readonly IItemRanker? _ranker;
    private readonly BeamGrounding _grounding;

    /// <param name="library">The TIDs of the catalogue.</param>
    /// <param name="generator">Writes TIDs; null where only the ranker is asked.</param>
    /// <param name="ranker">Scores items; null for none: items that share a TID then go by popularity.</param>
    /// <param name="popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
    /// <exception cref="ArgumentException">Popularity or ranker are for another number of items than the library.</exception>
    public Recommender(TermLibrary library, ITermIdGenerator? generator, IItemRanker? ranker, IReadOnlyList<int> popularity)
        : this(new LiveTermLibrary(library, popularity), generator, ranker)
    {
    }

    /// <param name="library">The TIDs of the catalogue. Items that are added to it are found by what is generated from then on; the ranker
    /// does not know them.</param>
    /// <param name="generator">Writes TIDs; null where only the ranker is asked.</param>
    /// <param name="ranker">Scores items; null for none: items that share a TID then go by popularity.</param>
    /// <exception cref="ArgumentException">The ranker is for another number of items than the library.</exception>
    public Recommender(LiveTermLibrary library, ITermIdGenerator? generator, IItemRanker? ranker)
    {
        ArgumentNullException.ThrowIfNull(library);
        if (ranker is not null && ranker.ItemCount != library.ItemCount)
        {
            throw new ArgumentException($"The ranker scores {ranker.ItemCount} items where the library has {library.ItemCount}.",
                nameof(ranker));
        }

        (_library, _generator, _ranker) = (library, generator, ranker);
        _grounding = new BeamGrounding(library);
    }

    /// <summary>Gets the weight of the generator where both rank.</summary>
    public double FusionWeight { get; init; } = FusionReport.UsualWeight;

    /// <summary>Recommends to a batch of users.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="settings">What ranks, how many items, and what fills short lists.</param>
    /// <param name="cancellationToken">Stops generator and ranker.</param>
    /// <returns>
    /// For each request distinct items that it allows, best first. With a ranker or a fill as many as asked for, or all that are allowed.
    /// </returns>
    /// <exception cref="ArgumentException">The settings need a model that is not there.</exception>
    public IReadOnlyList<IReadOnlyList<Recommendation>> Recommend(
        IReadOnlyList<GenerationRequest> requests, RecommendationSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Source == RecommendationSource.Generator)
        {
            return Ground(requests, Generate(requests, settings.Beams, cancellationToken), settings, cancellationToken);
        }

        var lists = new IReadOnlyList<Recommendation>[requests.Count];
        int[] all = [.. Enumerable.Range(0, requests.Count)];
        if (settings.Source == RecommendationSource.Fused)
        {
            var generator = _generator ?? throw new ArgumentException(MissingGenerator, nameof(settings));
            ScoreEach(requests, all, (chunk, scores) => GenerateAndScore(generator, chunk, settings.Beams, scores, cancellationToken),
                (index, beams, scores)
                => lists[index] = FusedRanking.Of(_library, requests[index], beams, scores, settings.Count).List(FusionWeight,
                    settings.Count));
        }
        else
        {
            ScoreEach(requests, all, (chunk, scores) => Score(chunk, scores, cancellationToken),
                (index, _, scores) => lists[index] = BeamGrounding.ByScore(requests[index], scores, settings.Count));
        }

        return lists;
    }

    /// <summary>Generates term IDs for a batch of users: the first half of recommending with the generator.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="beams">How many TIDs for each user at most.</param>
    /// <param name="cancellationToken">Stops the generator.</param>
    /// <exception cref="ArgumentException">There is no generator.</exception>
    public IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, CancellationToken cancellationToken = default)
        => _generator?.Generate(requests, beams, cancellationToken) ?? throw new ArgumentException(MissingGenerator, nameof(beams));

    /// <summary>Grounds generated term IDs to items: the second half of recommending with the generator.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="generated">The TIDs written for each request, most probable first.</param>
    /// <param name="settings">How many items, and what fills short lists.</param>
    /// <param name="cancellationToken">Stops the ranker.</param>
    /// <exception cref="ArgumentException">The fill needs a ranker and there is none, or there are not as many requests as lists of
    /// TIDs.</exception>
    public IReadOnlyList<IReadOnlyList<Recommendation>> Ground(
        IReadOnlyList<GenerationRequest> requests,
        IReadOnlyList<IReadOnlyList<GeneratedTermId>> generated,
        RecommendationSettings settings,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(settings);
        if (generated.Count != requests.Count)
        {
            throw new ArgumentException($"{generated.Count} lists of term IDs don't fit {requests.Count} requests.", nameof(generated));
        }

        // Without the ranker first: only where its scores would change the list is it worth asking.
        var lists = new IReadOnlyList<Recommendation>[requests.Count];
        var unsettled = new List<int>();
        for (var index = 0; index < lists.Length; index++)
        {
            lists[index] = _grounding.Ground(requests[index], generated[index], settings, [], out var wantsRanker);
            if (wantsRanker && (_ranker is not null || settings.FillFrom == FillSource.Ranker))
            {
                unsettled.Add(index);
            }
        }

        ScoreEach(requests, [.. unsettled], (chunk, scores) => Score(chunk, scores, cancellationToken), (index, beams, scores) =>
            lists[index] = _grounding.Ground(requests[index], generated[index], settings, scores, out _));
        return lists;
    }

    /// <summary>
    /// Fills the scores of some requests: <c>[requests, items]</c>; returns their beams, null where nothing is generated.
    /// </summary>
    private delegate IReadOnlyList<IReadOnlyList<GeneratedTermId>>? ScoreSource(
        IReadOnlyList<GenerationRequest> requests, Span<float> scores);

    private delegate void ScoreReceiver(int index, IReadOnlyList<GeneratedTermId> beams, ReadOnlySpan<float> scores);

    private IReadOnlyList<IReadOnlyList<GeneratedTermId>>? Score(
        IReadOnlyList<GenerationRequest> requests, Span<float> scores, CancellationToken cancellationToken)
    {
        _ranker!.Score([.. requests.Select(request => request.History)], scores, cancellationToken);
        return null;
    }

    private IReadOnlyList<IReadOnlyList<GeneratedTermId>> GenerateAndScore(
        ITermIdGenerator generator, IReadOnlyList<GenerationRequest> requests, int beams, Span<float> scores,
        CancellationToken cancellationToken)
    {
        if (generator is IScoringGenerator scoring && scoring.ScoresLike(_ranker!))
        {
            return scoring.Generate(requests, beams, scores, cancellationToken);
        }

        Score(requests, scores, cancellationToken);
        return generator.Generate(requests, beams, cancellationToken);
    }

    /// <summary>Scores some of the requests, no more at once than there is room for, and hands on each one's row.</summary>
    private void ScoreEach(IReadOnlyList<GenerationRequest> requests, int[] indices, ScoreSource score, ScoreReceiver receive)
    {
        if (indices.Length == 0)
        {
            return;
        }

        if (_ranker is null)
        {
            throw new ArgumentException("There is no ranker to recommend with.", nameof(requests));
        }

        var itemCount = _ranker.ItemCount;
        var rows = Math.Clamp(LargestScoreCount / itemCount, 1, indices.Length);
        var scores = ArrayPool<float>.Shared.Rent(rows * itemCount);
        foreach (var chunk in indices.Chunk(rows))
        {
            var beams = score([.. chunk.Select(index => requests[index])], scores.AsSpan(0, chunk.Length * itemCount));
            for (var row = 0; row < chunk.Length; row++)
            {
                receive(chunk[row], beams?[row] ?? [], scores.AsSpan(row * itemCount, itemCount));
            }
        }

        ArrayPool<float>.Shared.Return(scores);
    }
}

/// <summary>Represents a generator that reads histories with a ranker's encoder: one reading serves beams and scores.</summary>
internal interface IScoringGenerator : ITermIdGenerator
{
    /// <summary>Tells whether the scores are those of a ranker.</summary>
    bool ScoresLike(IItemRanker ranker);

    /// <summary>Generates for a batch of users, and scores all items for them.</summary>
    /// <param name="requests">One request a user.</param>
    /// <param name="beams">How many TIDs to return for each user at most.</param>
    /// <param name="scores">Receives what the ranker gives: <c>[requests, items]</c>, row by row.</param>
    /// <param name="cancellationToken">Stops between two users.</param>
    /// <exception cref="ArgumentException"><paramref name="scores"/> is not of that size.</exception>
    IReadOnlyList<IReadOnlyList<GeneratedTermId>> Generate(
        IReadOnlyList<GenerationRequest> requests, int beams, Span<float> scores, CancellationToken cancellationToken);
}
