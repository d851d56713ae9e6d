using System.Diagnostics;

namespace Grlm.Serving;

/// <summary>Answers calls for recommendations: reads the history, asks the models, and describes what they say.</summary>
internal static class ShopRecommendations
{
    /// <summary>Answers one call.</summary>
    /// <exception cref="GrlmException">It asks for what can't be, or for more than may be asked.</exception>
    public static async Task<RecommendationAnswer> AnswerAsync(
        this ShopVersion shop, RecommendationCall call, CancellationToken cancellationToken, IReadOnlyList<string>? shown = null)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var (request, history, understood) = await shop.ReadAsync(catalog, call, shown ?? [], cancellationToken).ConfigureAwait(false);
        var count = Limits.Count(call.Count);
        var list = await shop.Queue.AskAsync(request, call.Source ?? shop.Engine.Source, count, cancellationToken).ConfigureAwait(false);
        return shop.Describe(new Asked(catalog, call, history, understood, shown ?? []), list, started);
    }

    /// <summary>Answers many calls; what is wrong with one does not concern the others.</summary>
    public static async Task<BatchAnswer> AnswerAsync(
        this ShopVersion shop, IReadOnlyList<RecommendationCall> calls, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var entries = new BatchEntry[calls.Count];
        var asked = new List<(int Place, GenerationRequest Request, UserHistory History, IReadOnlyList<UnderstoodText>? Understood)>();
        foreach (var (place, call) in calls.Index())
        {
            try
            {
                Limits.Count(call.Count);
                var (request, history, understood) = await shop.ReadAsync(catalog, call, [], cancellationToken).ConfigureAwait(false);
                shop.Engine.RecommenderOf(call.Source ?? shop.Engine.Source);
                asked.Add((place, request, history, understood));
            }
            catch (GrlmException fault)
            {
                var problem = Problems.Of(fault);
                entries[place] = new BatchEntry { Status = problem.Status!.Value, Problem = problem };
            }
        }

        foreach (var group in asked.GroupBy(one => (calls[one.Place].Source ?? shop.Engine.Source, Limits.Count(calls[one.Place].Count))))
        {
            foreach (var chunk in group.Chunk(BatchPart))
            {
                var lists = await shop.Queue.AskTogetherAsync(
                    [.. chunk.Select(one => one.Request)], group.Key.Item1, group.Key.Item2, cancellationToken).ConfigureAwait(false);
                foreach (var (index, one) in chunk.Index())
                {
                    var described = new Asked(catalog, calls[one.Place], one.History, one.Understood, []);
                    var answer = shop.Describe(described, lists[index], started);
                    entries[one.Place] = new BatchEntry { Status = StatusCodes.Status200OK, Answer = answer };
                }
            }
        }

        return new BatchAnswer { Answers = entries };
    }

    // A part of a batch holds up those who ask for one list for no longer than a few of them would.
    private const int BatchPart = 64;

    /// <summary>Answers with the page that follows.</summary>
    /// <exception cref="ApiException">There was no such answer, or it has been forgotten.</exception>
    public static async Task<RecommendationAnswer> NextAsync(
        this ServedShop shop, string recommendation, int? count, CancellationToken cancellationToken)
    {
        var last = shop.Shown.Find(recommendation) ?? throw ApiException.NotFound("recommendation-unknown",
            $"There is no answer '{recommendation}' to go on from, or it was too long ago. Ask for recommendations anew.");
        var call = last.Call with { Count = Limits.Count(count ?? last.Call.Count) };
        using var use = shop.Versions.Use(call);
        return await use.Shop.AnswerAsync(call, cancellationToken, last.Items).ConfigureAwait(false);
    }

    /// <summary>Describes items of the catalogue.</summary>
    public static IReadOnlyList<AnsweredItem> Describe(
        CatalogSnapshot catalog, IEnumerable<(int Item, double Score, string Source)> list, bool? withProperties)
        =>
        [
            .. list.Where(one => one.Item < catalog.Items.Count && catalog.Items[one.Item].Content is not null).Select(one =>
            {
                var content = catalog.Items[one.Item].Content!;
                return new AnsweredItem
                {
                    Id = content.Item.Id,
                    Score = double.IsFinite(one.Score) ? one.Score : 0,
                    Source = one.Source,
                    Terms = catalog.TermsOf(one.Item),
                    Properties = withProperties == true ? ItemBody.Of(content) with { Id = null } : null,
                };
            }),
        ];

    private static async Task<(GenerationRequest Request, UserHistory History, IReadOnlyList<UnderstoodText>? Understood)> ReadAsync(
        this ShopVersion shop, CatalogSnapshot catalog, RecommendationCall call, IReadOnlyList<string> shown,
        CancellationToken cancellationToken)
    {
        Limits.Key(call.Scenario, "scenario");
        var filter = catalog.FilterOf(call.Filter, call.Domain);
        var history = await shop.Histories.ReadAsync(
            catalog, Limits.Key(call.User, "user"), Limits.List(call.History, "history"), cancellationToken).ConfigureAwait(false);
        var excluded = call.IncludeSeen == true ? [] : history.Seen.ToHashSet();
        excluded.UnionWith(Limits.List(call.Exclude, "exclude").Concat(shown).Select(catalog.Find).OfType<ServedItem>()
            .Select(item => item.Index));
        var wishes = shop.Engine.WishesOf(new RecommendationRequest
        {
            Want = WishesOf(call.Want, "want"),
            Avoid = WishesOf(call.Avoid, "avoid"),
            Require = Limits.List(call.Require, "require"),
            Forbid = Limits.List(call.Forbid, "forbid"),
        });
        var request = new GenerationRequest(history.Items, excluded)
        {
            Filter = wishes?.Filter is { } wished ? filter.And(wished) : filter,
            Boosts = wishes?.Boosts,
            Domain = shop.DomainOf(call.Domain),
        };
        return (request, history, wishes?.Understood);
    }

    private static IReadOnlyList<Wish> WishesOf(IReadOnlyList<WishBody>? wishes, string field)
        => wishes is null ? [] :
        [
            .. Limits.Some(wishes, field, Limits.Wishes).Select(wish => new Wish(
                wish.Text is { Length: > 0 and <= Limits.Text } text ? text : throw ApiException.Invalid("text-out-of-range",
                    $"A wish of '{field}' has a 'text' of {wish.Text?.Length ?? 0} characters. Give it 1 to {Limits.Text}."),
                wish.Weight ?? Wish.UsualWeight)),
        ];

    private static int? DomainOf(this ShopVersion shop, string? domain)
        => domain is null ? null : new ItemCriteria { Domains = [domain] }.WantedDomain(shop.Engine.Dataset.Catalog);

    private static RecommendationAnswer Describe(
        this ShopVersion shop, Asked asked, IReadOnlyList<Recommendation> list, long started)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var items = Describe(
            asked.Catalog, list.Select(one => (one.Item, one.Score, Names.Of(one.Source))), asked.Call.ReturnProperties);
        string[] ids = [.. items.Select(item => item.Id)];
        shop.Shop.Shown.Add(id, new ShownList(asked.Call, [.. asked.Shown, .. ids]));
        shop.Shop.Log.Add(new StoredRecommendation(
            id, asked.Call.User, asked.Call.Scenario ?? string.Empty, shop.Name, ids, shop.Shop.Clock.GetUtcNow()));
        return new RecommendationAnswer
        {
            RecommId = id,
            Items = items,
            Model = shop.Name,
            Milliseconds = Names.Milliseconds(started),
            Understood = asked.Understood,
            UnknownItems = asked.History.Unknown.Count == 0 ? null : asked.History.Unknown,
        };
    }

    /// <summary>Holds what an answer is described by.</summary>
    private sealed record Asked(
        CatalogSnapshot Catalog, RecommendationCall Call, UserHistory History, IReadOnlyList<UnderstoodText>? Understood,
        IReadOnlyList<string> Shown);
}

/// <summary>Writes what answers have in common.</summary>
internal static class Names
{
    /// <summary>Returns how an item came into a list: <c>direct</c>.</summary>
    public static string Of(GroundingSource source) => source.ToString().ToLowerInvariant();

    /// <summary>Returns the time since a moment, to the microsecond.</summary>
    public static double Milliseconds(long started) => Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 3);
}
