namespace Grlm.Torch;

/// <summary>
/// Draws a sample of the validation users, for models that are too slow for all of them: what they did next as samples to measure a loss
/// on, and whether grounded recommendations find it. Protocol <c>filtered</c>.
/// </summary>
internal sealed class ValidationSample
{
    private const int Count = 10;

    private readonly int[] _users;
    private readonly Catalog _catalog;
    private readonly TrainingSplit _split;
    private readonly TermLibrary _library;

    /// <param name="catalog">The items, which say what domain a target is of: training names it, and so does validation.</param>
    /// <param name="split">The users' histories and validation targets.</param>
    /// <param name="library">The TIDs; users whose target has none are not drawn.</param>
    /// <param name="users">How many users are drawn at most.</param>
    /// <param name="seed">Seed of the draw.</param>
    public ValidationSample(Catalog catalog, TrainingSplit split, TermLibrary library, int users, int seed)
    {
        (_catalog, _split, _library) = (catalog, split, library);
        int[] all = [.. split.Validation.Users.Where(user => library.HasTermId(split.Validation.Target(user)))];
        TrainingSeed.Managed(seed, epoch: 0).Shuffle(all);
        _users = [.. all.Take(users).Order()];
    }

    /// <summary>Gets how many users there are.</summary>
    public int Users => _users.Length;

    /// <summary>Returns what each user did next, after what was known.</summary>
    /// <param name="prompts">Renders requests.</param>
    public IReadOnlyList<TuningSample> Samples(BehaviorPrompts prompts)
        => [.. _users.Select(user => TuningSample.Of(prompts.Of(RequestOf(user)), prompts.Completion(_split.Validation.Target(user))))];

    /// <summary>Recommends to every user and measures.</summary>
    /// <returns>Recall@10 and NDCG@10; zero where there are no users.</returns>
    public (double Recall, double Ndcg) Measure(
        ITermIdGenerator generator, int beams, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        const int usersAtATime = 16;
        var recommender = new Recommender(_library, generator, ranker: null, _split.Popularity(_library.ItemCount));
        var settings = new RecommendationSettings { Source = RecommendationSource.Generator, Count = Count, Beams = beams };
        var (found, gain, done) = (0, 0.0, 0);
        foreach (var users in _users.Chunk(usersAtATime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            GenerationRequest[] requests = Array.ConvertAll(users, RequestOf);
            foreach (var (user, list) in users.Zip(recommender.Recommend(requests, settings, cancellationToken)))
            {
                var place = list.Select(recommendation => recommendation.Item).ToList().IndexOf(_split.Validation.Target(user));
                (found, gain) = place < 0 ? (found, gain) : (found + 1, gain + (1 / Math.Log2(place + 2)));
            }

            done += users.Length;
            progress.Report(new StageProgress("recommending", done, _users.Length, "users", $"Recall@{Count} {(double)found / done:F3}"));
        }

        return ((double)found / Math.Max(1, _users.Length), gain / Math.Max(1, _users.Length));
    }

    private GenerationRequest RequestOf(int user)
    {
        var history = _split.Validation.History(user).ToArray();
        return new GenerationRequest(history, history.ToHashSet()) { Domain = _catalog.DomainOf(_split.Validation.Target(user)) };
    }
}
