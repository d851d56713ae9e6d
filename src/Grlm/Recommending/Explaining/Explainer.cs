using System.Buffers;

namespace Grlm;

/// <summary>
/// Explains recommendations: what the score is made of, how its term ID came to be written, and what each item of the history has to do
/// with it. What an item of the history is worth is computed by scoring again without it. As safe for concurrent use as its models.
/// </summary>
/// <param name="engine">The models and what they recommend.</param>
/// <param name="similar">Behavioural neighbours; null where the workspace has none.</param>
/// <param name="texts">Word the sentences.</param>
internal sealed class Explainer(RecommendationEngine engine, NeighborTable? similar, ExplanationTexts texts)
{
    /// <summary>Items of the history that are left out in turn at most, the latest; older ones are not reasons.</summary>
    private const int MostReasons = 20;

    private const int NamedItems = 2, NamedTerms = 3, LongestTitle = 40;

    // Rows of ranker scores held at once: 16 MiB of them, however large the catalogue.
    private const int LargestScoreCount = 4 * 1024 * 1024;

    private IExplainingGenerator? Generator => engine.Generator is IExplainingGenerator generator && generator.ScoresLike(engine.Ranker)
        ? generator : null;

    /// <summary>Explains a list.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="list">What is recommended.</param>
    /// <param name="understood">What was understood of the wishes.</param>
    /// <param name="cancellationToken">Stops the models.</param>
    /// <returns>One explanation an item, in their order.</returns>
    public IReadOnlyList<Explanation> Explain(
        GenerationRequest request, IReadOnlyList<Recommendation> list, IReadOnlyList<UnderstoodText> understood,
        CancellationToken cancellationToken)
    {
        if (list.Count == 0)
        {
            return [];
        }

        int[] items = [.. list.Select(recommendation => recommendation.Item)];
        int[] reasons = [.. request.History.Reverse().Distinct().Take(MostReasons).Reverse()];
        IReadOnlyList<int>[] histories = request.History.Count == 0 ? []
            : [request.History, .. reasons.Select(left => request.History.Where(item => item != left).ToArray())];
        var scores = ScoresOf([.. histories.Where(history => history.Count > 0)], items, cancellationToken);
        var steps = request.History.Count > 0 ? Generator?.StepsOf(request.History, items) : null;
        return [.. list.Select((recommendation, place) => Explain(request, recommendation, place, reasons, scores, understood) with
        {
            Terms = recommendation.Source == GroundingSource.Popular ? [] : steps?[place] ?? [],
        })];
    }

    private Explanation Explain(
        GenerationRequest request, Recommendation recommendation, int place, int[] reasons, Scores scores,
        IReadOnlyList<UnderstoodText> understood)
    {
        var item = recommendation.Item;
        var told = new List<(HistoryReason Reason, int Place)>();
        for (var reason = 0; reason < reasons.Length; reason++)
        {
            // Of a history of one item nothing is left to score with: all that there is falls.
            var drop = reason + 1 < scores.Count ? scores.Of(0, place) - scores.Of(reason + 1, place) : scores.Of(0, place) - Chance();
            told.Add((new HistoryReason(
                engine.Dataset.Catalog[reasons[reason]].Id, engine.Dataset.Catalog[reasons[reason]].Title,
                SharedTerms(reasons[reason], item), NeighborScore(reasons[reason], item), drop), reason));
        }

        HistoryReason[] ordered = [.. told.OrderByDescending(pair => pair.Reason.Drop).ThenByDescending(pair => pair.Place)
            .Select(pair => pair.Reason)];
        var isByHistory = recommendation.Source is not GroundingSource.Popular;
        HistoryReason[] named = isByHistory ? [.. ordered.Where(reason => reason.Drop > 0).Take(NamedItems)] : [];
        string[] asked = [.. AskedTerms(understood, item)];
        string[] terms = asked.Length > 0
            ? asked : [.. named.SelectMany(reason => reason.SharedTerms).Distinct(StringComparer.Ordinal).Take(NamedTerms)];
        return new Explanation(
            texts.Sentence(
                [.. named.Select(reason => reason.Title.Length > 0 ? Readable.Cut(reason.Title, LongestTitle) : reason.ItemId)], terms,
                asked.Length > 0),
            PartsOf(request, recommendation, scores.Count > 0 ? scores.RankerOf(place) : null),
            [],
            ordered);
    }

    /// <summary>Takes a score apart: what the ranker says is known, and what is left of the score is the generator's.</summary>
    private ScoreParts? PartsOf(GenerationRequest request, Recommendation recommendation, double? ranker)
    {
        var boost = request.BoostOf(recommendation.Item);
        return (engine.Source, recommendation.Source) switch
        {
            (_, GroundingSource.Popular or GroundingSource.Structural) => null,
            (RecommendationSource.Fused, _) when ranker is { } known && engine.Recommender.FusionWeight > 0 => new ScoreParts(
                known, ((recommendation.Score - known - boost) / engine.Recommender.FusionWeight) - boost, engine.Recommender.FusionWeight,
                boost),
            (RecommendationSource.Generator, GroundingSource.Direct) => new ScoreParts(null, recommendation.Score - boost, 1, boost),
            _ => new ScoreParts(recommendation.Score - boost, null, 0, boost),
        };
    }

    private string[] SharedTerms(int reason, int item)
    {
        var (first, second) = (engine.Library.TermsOf(reason).ToArray(), engine.Library.TermsOf(item).ToArray());
        return [.. second.Where(term => first.Contains(term)).Select(term => engine.Library.Terms[term])
            .Where(term => !Filler.Contains(term))];
    }

    private double? NeighborScore(int reason, int item)
    {
        foreach (var neighbor in similar is null ? [] : similar.Of(reason))
        {
            if (neighbor.Item == item)
            {
                return neighbor.Score;
            }
        }

        return null;
    }

    private IEnumerable<string> AskedTerms(IReadOnlyList<UnderstoodText> understood, int item)
    {
        var own = engine.Library.TermIdOf(item)?.Terms ?? [];
        return understood.SelectMany(text => text.Terms).SelectMany(group => group).Where(own.Contains).Distinct(StringComparer.Ordinal)
            .Take(NamedTerms);
    }

    /// <summary>Returns the log-probability of an item of which nothing is known.</summary>
    private double Chance() => -Math.Log(engine.Library.ItemCount)
        * (engine.Source == RecommendationSource.Fused ? 1 + engine.Recommender.FusionWeight : 1);

    /// <summary>Scores the items for each history, by the ranker, the generator, or both, as the list was made.</summary>
    private Scores ScoresOf(IReadOnlyList<int>[] histories, int[] items, CancellationToken cancellationToken)
    {
        var found = new Scores(histories.Length, items.Length);
        var weights = engine.Source switch
        {
            RecommendationSource.Fused when Generator is not null => (Ranker: 1, Generator: engine.Recommender.FusionWeight),
            RecommendationSource.Generator when Generator is not null => (Ranker: 0, Generator: 1),
            _ => (Ranker: 1, Generator: 0.0),
        };
        var itemCount = engine.Ranker.ItemCount;
        var rows = Math.Clamp(LargestScoreCount / itemCount, 1, Math.Max(histories.Length, 1));
        var scores = ArrayPool<float>.Shared.Rent(rows * itemCount);
        var paths = new double[rows * items.Length];
        for (var first = 0; first < histories.Length; first += rows)
        {
            var chunk = histories[first..Math.Min(first + rows, histories.Length)];
            var own = scores.AsSpan(0, chunk.Length * itemCount);
            if (weights.Generator > 0)
            {
                Generator!.Score(chunk, items, own, paths, cancellationToken);
            }
            else
            {
                engine.Ranker.Score(chunk, own, cancellationToken);
            }

            for (var pair = 0; pair < chunk.Length * items.Length; pair++)
            {
                var (row, place) = Math.DivRem(pair, items.Length);
                var ranker = (double)own[(row * itemCount) + items[place]];
                var generator = weights.Generator > 0 ? weights.Generator * paths[pair] : 0;
                found.Set(first + row, place, ranker, (weights.Ranker * ranker) + generator);
            }
        }

        ArrayPool<float>.Shared.Return(scores);
        return found;
    }

    /// <summary>Holds the scores of some items for some histories, the whole one first.</summary>
    private sealed class Scores(int histories, int items)
    {
        private readonly double[] _ranker = new double[items];
        private readonly double[] _scores = new double[histories * items];

        public int Count => histories;

        public double RankerOf(int place) => _ranker[place];

        public double Of(int history, int place) => _scores[(history * items) + place];

        public void Set(int history, int place, double ranker, double score)
        {
            _scores[(history * items) + place] = score;
            _ranker[place] = history == 0 ? ranker : _ranker[place];
        }
    }
}

/// <summary>Represents a generator that can say how probable any term ID is, and term by term.</summary>
internal interface IExplainingGenerator : IScoringGenerator
{
    /// <summary>Scores all items, and the TIDs of some, for each of several histories.</summary>
    /// <param name="histories">Item indices, oldest first; at least one in each.</param>
    /// <param name="items">The items whose TIDs are asked for.</param>
    /// <param name="scores">Receives what the ranker gives: <c>[histories, all items]</c>.</param>
    /// <param name="paths">
    /// Receives the log-probabilities of the TIDs, written or not: <c>[histories, items]</c>; of an item without one negative infinity.
    /// </param>
    /// <param name="cancellationToken">Stops between two histories.</param>
    void Score(
        IReadOnlyList<IReadOnlyList<int>> histories, IReadOnlyList<int> items, Span<float> scores, Span<double> paths,
        CancellationToken cancellationToken);

    /// <summary>Returns how probable each term of some items' TIDs is after those before it.</summary>
    /// <param name="history">Item indices, oldest first; at least one.</param>
    /// <param name="items">The items; for one without a TID there are no terms.</param>
    IReadOnlyList<IReadOnlyList<WrittenTerm>> StepsOf(IReadOnlyList<int> history, IReadOnlyList<int> items);
}
