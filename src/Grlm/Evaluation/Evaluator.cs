namespace Grlm.Internal;

/// <summary>
/// Evaluates recommendations against the held-out interactions of every user that has them: the whole catalogue is ranked, and whoever
/// gets a list that comes up short still counts. Where the models are safe for one caller at a time, so is it.
/// </summary>
/// <param name="targets">The users' histories and targets.</param>
/// <param name="library">The TIDs that generated ones are checked against.</param>
/// <param name="recommender">What is evaluated.</param>
public sealed class Evaluator(EvaluationTargets targets, TermLibrary library, Recommender recommender)
{
    /// <summary>Holds the items in the lists that are evaluated: the longest cut-off of <see cref="MetricName.OfRanking"/>.</summary>
    public const int ListLength = 20;

    /// <summary>Holds the interactions that the <see cref="EvaluationProtocol.Paper"/> protocol looks at, the target among them.</summary>
    public const int PaperWindow = 20;

    private const int BatchSize = 256;

    private readonly Lazy<TargetWishes> _wishes = new(() => new TargetWishes(library));
    private static readonly MetricName _shownMetric = new(MetricKind.Recall, 10);

    /// <summary>
    /// Gets the index of the domain that all targets are of, which is then what a language model is asked for; null, the default, for any.
    /// </summary>
    public int? Domain { get; init; }

    /// <summary>Gets how many users have targets.</summary>
    public int UserCount { get; } = targets.Count;

    /// <summary>Returns the metrics that are measured for a source: those of generation only where something was generated.</summary>
    public static IReadOnlyList<MetricName> MetricsOf(RecommendationSource source)
        => source == RecommendationSource.Generator ? [.. MetricName.OfRanking, .. MetricName.OfGeneration] : MetricName.OfRanking;

    /// <summary>Recommends to every user that has a target, in user order, and measures.</summary>
    /// <param name="options">Protocol, source, beams.</param>
    /// <param name="progress">Told of every batch of users; null for none.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public MetricsAccumulator Evaluate(
        EvaluateOptions options, IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var metrics = new MetricsAccumulator(MetricsOf(options.Source));
        foreach (var batch in Predict(options, cancellationToken))
        {
            Add(metrics, batch, progress);
        }

        return metrics;
    }

    /// <summary>Recommends to every user that has a target, in user order, batch by batch; one batch is in memory at a time.</summary>
    /// <param name="options">Protocol, source, beams.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public IEnumerable<IReadOnlyList<UserPrediction>> Predict(EvaluateOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new RecommendationSettings { Source = options.Source, Count = ListLength, Beams = options.Beams };
        return targets.Users.Chunk(BatchSize).Select(users =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Predict(users, options, settings, cancellationToken);
        });
    }

    /// <summary>Adds a batch to the metrics and tells how far the evaluation is.</summary>
    internal void Add(MetricsAccumulator metrics, IReadOnlyList<UserPrediction> batch, IProgress<StageProgress>? progress)
    {
        foreach (var prediction in batch)
        {
            metrics.Add(prediction);
        }

        progress?.Report(
            new StageProgress("evaluating", metrics.Users, UserCount, "users", $"{_shownMetric} {metrics.Mean(_shownMetric):F4}"));
    }

    private UserPrediction[] Predict(
        int[] users, EvaluateOptions options, RecommendationSettings settings, CancellationToken cancellationToken)
    {
        GenerationRequest[] requests = [.. users.Select(user => RequestOf(user, options) with { Domain = Domain })];
        IReadOnlyList<IReadOnlyList<GeneratedTermId>>? generated = null;
        IReadOnlyList<IReadOnlyList<Recommendation>> lists;
        if (options.Source == RecommendationSource.Generator)
        {
            generated = recommender.Generate(requests, settings.Beams, cancellationToken);
            lists = recommender.Ground(requests, generated, settings, cancellationToken);
        }
        else
        {
            lists = recommender.Recommend(requests, settings, cancellationToken);
        }

        return [.. users.Select((user, index) => new UserPrediction(
            user,
            targets.Target(user),
            lists[index],
            generated is null ? [] : [.. generated[index].Select(beam => !library.ItemsOf(beam.TermId).IsEmpty)])
        {
            Wish = options.Wish > 0 ? _wishes.Value.TermOf(targets.Target(user), user, options.Seed) : null,
        })];
    }

    private GenerationRequest RequestOf(int user, EvaluateOptions options)
    {
        var history = targets.History(user).ToArray();
        GenerationRequest request = options.Protocol switch
        {
            EvaluationProtocol.Paper => new([.. history.TakeLast(PaperWindow - 1)], GenerationRequest.NothingExcluded),
            EvaluationProtocol.Filtered or EvaluationProtocol.Temporal => new(history, history.ToHashSet()),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Protocol, "There is no such protocol."),
        };
        return options.Wish > 0 && _wishes.Value.TermOf(targets.Target(user), user, options.Seed) is { } term
            ? request with { Boosts = _wishes.Value.BoostsFor(term, options.Wish) } : request;
    }
}

/// <summary>Draws what users wish for whose target is known: one term of it, never filler.</summary>
internal sealed class TargetWishes
{
    private readonly TermLibrary _library;
    private readonly List<int>[] _itemsOf;

    /// <param name="library">The terms.</param>
    public TargetWishes(TermLibrary library)
    {
        _library = library;
        _itemsOf = [.. library.Terms.Select(_ => new List<int>())];
        for (var item = 0; item < library.ItemCount; item++)
        {
            foreach (var term in library.TermsOf(item))
            {
                _itemsOf[term].Add(item);
            }
        }
    }

    /// <summary>Returns the term that a user wishes for, which seed and user decide; null where the target has none.</summary>
    public int? TermOf(int target, int user, int seed)
    {
        int[] terms = [.. _library.TermsOf(target).ToArray().Where(term => !Filler.Contains(_library.Terms[term]))];
        return terms.Length == 0 ? null : terms[new Random(unchecked((seed * 486_187_739) + user)).Next(terms.Length)];
    }

    /// <summary>Returns what a wish for a term adds to items.</summary>
    public ItemBoosts BoostsFor(int term, double weight)
    {
        var boosts = new float[_library.ItemCount];
        foreach (var item in _itemsOf[term])
        {
            boosts[item] = (float)weight;
        }

        return new ItemBoosts(boosts);
    }
}

/// <summary>Holds what was recommended to one user whose target is known.</summary>
/// <param name="User">User index.</param>
/// <param name="Target">Item index of the held-out interaction.</param>
/// <param name="Items">The recommended items, best first.</param>
/// <param name="IsValid">For each generated term ID, most probable first, whether the library has it; empty where the ranker
/// ranked.</param>
public sealed record UserPrediction(int User, int Target, IReadOnlyList<Recommendation> Items, IReadOnlyList<bool> IsValid)
{
    /// <summary>Gets the number of the term that the user has wished for; null for none.</summary>
    public int? Wish { get; init; }

    /// <summary>Gets the one-based place of the target among the items; null where it is not among them.</summary>
    public int? Rank { get; } = RankOf(Target, Items);

    private static int? RankOf(int target, IReadOnlyList<Recommendation> items)
    {
        for (var place = 0; place < items.Count; place++)
        {
            if (items[place].Item == target)
            {
                return place + 1;
            }
        }

        return null;
    }
}
