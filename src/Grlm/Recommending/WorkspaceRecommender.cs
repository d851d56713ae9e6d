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

    internal WorkspaceRecommender(RecommendationEngine engine, RecommenderOptions options)
    {
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
        var filters = new Dictionary<ItemCriteria, ItemFilter?>();
        GenerationRequest[] users = [.. requests.Select(request => Read(request, filters))];
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
                answers[members[place]] = Describe(asked[place], lists[place]);
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

    /// <summary>Nothing generated and everything filled up: what can be said to somebody of whom nothing is known.</summary>
    private IReadOnlyList<IReadOnlyList<Recommendation>> MostPopular(GenerationRequest[] requests, int count)
        => _engine.Recommender.Ground(
            requests, [.. requests.Select(_ => (IReadOnlyList<GeneratedTermId>)[])],
            new RecommendationSettings { Count = count, FillFrom = FillSource.Popular });

    private GenerationRequest Read(RecommendationRequest request, Dictionary<ItemCriteria, ItemFilter?> filters)
    {
        if (request.Count is < 1 or > RecommendationRequest.MaximumCount)
        {
            throw new InvalidOptionsException($"A list has 1 to {RecommendationRequest.MaximumCount:N0} items, not {request.Count}.");
        }

        int[] history = [.. HistoryOf(request.User), .. request.History.Select(Catalog.IndexOf)];
        if (!filters.TryGetValue(request.Criteria, out var filter))
        {
            filters[request.Criteria] = filter = request.Criteria.AreNone
                ? null : ItemFilter.Of(Catalog, request.Criteria, _engine.Library);
        }

        IEnumerable<int> excluded = [.. request.Exclude.Select(Catalog.IndexOf), .. request.IncludeSeen ? [] : history];
        return new GenerationRequest(history, excluded.ToHashSet()) { Filter = filter, Domain = request.Criteria.WantedDomain(Catalog) };
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

    private RecommendedItems Describe(GenerationRequest request, IReadOnlyList<Recommendation> list)
        => new([.. request.History.Select(item => Catalog[item].Id)], [.. list.Select(Describe)])
        {
            EmptyBecause = list.Count == 0 ? EmptyAnswer.ReasonOf(request, _engine.Library) : null,
        };

    private RecommendedItem Describe(Recommendation recommendation)
    {
        var item = Catalog[recommendation.Item];
        return new RecommendedItem(
            item.Id, item.Title, _engine.Library.TermIdOf(recommendation.Item)?.Terms ?? [], recommendation.Score, recommendation.Source);
    }
}
