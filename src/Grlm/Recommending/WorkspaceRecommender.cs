namespace Grlm;

/// <summary>
/// Recommends from the artifacts of a workspace as they were when it was opened. Disposing it, or the workspace that it was opened from,
/// frees the models as soon as the last call that goes on is answered; calls after that are refused with an
/// <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class WorkspaceRecommender : IRecommender, IDisposable
{
    private readonly RecommendationEngine _engine;
    private readonly SharedUse _use;
    private readonly RecommendationSettings _settings;
    private readonly Lazy<Explainer> _explainer;

    /// <param name="engine">The models and what they recommend; disposed with this.</param>
    /// <param name="options">What ranks, and how.</param>
    /// <param name="similar">Reads behavioural neighbours, for explanations; null for none.</param>
    internal WorkspaceRecommender(RecommendationEngine engine, RecommenderOptions options, Func<NeighborTable?>? similar = null)
    {
        _explainer = new Lazy<Explainer>(() => new Explainer(engine, similar?.Invoke(), options.Texts));
        (_engine, _use) = (engine, new SharedUse(engine));
        _settings = new RecommendationSettings { Source = engine.Source, Beams = options.Beams, FillFrom = options.FillFrom };
    }

    /// <summary>Gets the items that it recommends, in the order of the catalogue.</summary>
    public Catalog Catalog => _engine.Dataset.Catalog;

    /// <summary>Gets what users of the dataset did.</summary>
    public UserHistories Histories => _engine.Dataset.Histories;

    /// <summary>Gets what ranks.</summary>
    public RecommendationSource Source => _engine.Source;

    /// <summary>Gets the recommenders among which this one is counted, which are disposed of with their workspace.</summary>
    internal OpenRecommenders? Among { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<RecommendedItems> RecommendMany(
        IReadOnlyList<RecommendationRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        cancellationToken.ThrowIfCancellationRequested();
        using var visit = _use.Enter(this);
        var shared = new SharedParts();
        GenerationRequest[] users = [.. requests.Select(request => Read(request, shared))];
        var answers = new RecommendedItems[requests.Count];
        foreach (var group in Enumerable.Range(0,
            requests.Count).GroupBy(index => (requests[index].Count, IsNew: users[index].History.Count == 0)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] members = [.. group];
            GenerationRequest[] asked = [.. members.Select(index => users[index])];
            var lists = group.Key.IsNew
                ? MostPopular(asked, group.Key.Count)
                : _engine.Recommender.Recommend(asked, _settings with { Count = group.Key.Count }, cancellationToken);
            for (var place = 0; place < members.Length; place++)
            {
                var understood = RequestWishes.KeyOf(requests[members[place]]) is { } key ? shared.Wishes[key].Understood : [];
                var explanations = requests[members[place]].Explain
                    ? _explainer.Value.Explain(asked[place], lists[place], understood, cancellationToken) : null;
                answers[members[place]] = Describe(asked[place], lists[place], understood, explanations);
            }
        }

        return answers;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _use.Close();
        Among?.Remove(this);
    }

    /// <summary>Recommends to somebody of whom nothing is known: nothing is generated, and the whole list is filled up.</summary>
    private IReadOnlyList<IReadOnlyList<Recommendation>> MostPopular(GenerationRequest[] requests, int count)
        => _engine.Recommender.Ground(
            requests, [.. requests.Select(_ => (IReadOnlyList<GeneratedTermId>)[])],
            new RecommendationSettings { Count = count, FillFrom = FillSource.Popular });

    private GenerationRequest Read(RecommendationRequest request, SharedParts shared)
    {
        if (request.Count is < 1 or > RecommendationRequest.MaximumCount)
        {
            throw new InvalidOptionsException($"A list has 1 to {RecommendationRequest.MaximumCount:N0} items, not {request.Count}.");
        }

        int[] history = [.. HistoryOf(request.User), .. request.History.Select(Catalog.IndexOf)];
        var key = RequestWishes.KeyOf(request);
        if (key is not null && !shared.Wishes.ContainsKey(key))
        {
            shared.Wishes[key] = _engine.WishesOf(request)!;
        }

        var wishes = key is null ? null : shared.Wishes[key];
        var filter = shared.FilterOf(request.Criteria, key, () =>
        {
            var criteria = request.Criteria.AreNone ? null : ItemFilter.Of(Catalog, request.Criteria, _engine.Library);
            return wishes?.Filter is { } wished ? criteria?.And(wished) ?? wished : criteria;
        });

        IEnumerable<int> excluded = [.. request.Exclude.Select(Catalog.IndexOf), .. request.IncludeSeen ? [] : history];
        return new GenerationRequest(history, excluded.ToHashSet())
        {
            Filter = filter,
            Boosts = wishes?.Boosts,
            Domain = request.Criteria.WantedDomain(Catalog),
        };
    }

    private int[] HistoryOf(string? user)
    {
        if (user is null)
        {
            return [];
        }

        return Histories.TryGetUser(user, out var index)
            ? Histories[index].ToArray()
            : throw new InvalidInputException(
                $"There is no user '{user}' among the {Readable.Count(Histories.Count)} of the dataset. " +
                    $"Check the id, or give a history instead.");
    }

    private RecommendedItems Describe(
        GenerationRequest request, IReadOnlyList<Recommendation> list, IReadOnlyList<UnderstoodText> understood,
        IReadOnlyList<Explanation>? explanations)
        => new(
            [.. request.History.Select(item => Catalog[item].Id)],
            [.. list.Select((item, place) => Describe(item, list[0]) with { Explanation = explanations?[place] })])
        {
            Understood = understood,
            EmptyBecause = list.Count == 0 ? EmptyAnswer.ReasonOf(request, _engine.Library) : null,
        };

    private RecommendedItem Describe(Recommendation recommendation, Recommendation first)
    {
        var item = Catalog[recommendation.Item];
        return new RecommendedItem(
            item.Id, item.Title, _engine.Library.TermIdOf(recommendation.Item)?.Terms ?? [], recommendation.Score, recommendation.Source)
        {
            Share = ShareOf(recommendation, first),
        };
    }

    private double? ShareOf(Recommendation recommendation, Recommendation first) => (recommendation.Source, first.Source) switch
    {
        (GroundingSource.Popular or GroundingSource.Structural, _) => recommendation.Source == first.Source && first.Score > 0
            ? recommendation.Score / first.Score : null,
        (_, GroundingSource.Popular or GroundingSource.Structural) => null,
        _ when Source == RecommendationSource.Fused
            => Math.Exp((recommendation.Score - first.Score) / (1 + _engine.Recommender.FusionWeight)),
        _ => recommendation.Source == first.Source ? Math.Exp(recommendation.Score - first.Score) : null,
    };

    /// <summary>Holds what requests of one batch that ask for the same have in common.</summary>
    private sealed class SharedParts
    {
        private readonly Dictionary<(ItemCriteria, string?), ItemFilter?> _filters = [];

        public Dictionary<string, RequestWishes> Wishes { get; } = new(StringComparer.Ordinal);

        public ItemFilter? FilterOf(ItemCriteria criteria, string? wishes, Func<ItemFilter?> make)
        {
            if (!_filters.TryGetValue((criteria, wishes), out var filter))
            {
                _filters[(criteria, wishes)] = filter = make();
            }

            return filter;
        }
    }
}
