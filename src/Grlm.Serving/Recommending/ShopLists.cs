using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Grlm.Serving;

/// <summary>Answers with lists of items: like another one, popular, new, grounded, found.</summary>
internal static class ShopLists
{
    private const int LongestQuery = 4_096;

    // What grounding makes of a library and a filter is worth keeping as long as the filter is.
    private static readonly ConditionalWeakTable<ItemFilter, ElasticGrounding> _groundings = [];

    /// <summary>Orders items that the caller has, whether or not they may be recommended.</summary>
    public static async Task<RecommendationAnswer> RankAsync(this ShopVersion shop, RankingCall call, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var ids = Limits.Some(call.Items, "items", Limits.Ids);
        var history = await shop.Histories.ReadAsync(
            catalog, Limits.Key(call.User, "user"), Limits.List(call.History, "history"), cancellationToken).ConfigureAwait(false);
        var wanted = ids.Select(catalog.Find).OfType<ServedItem>().Where(item => item.Content is not null)
            .Select(item => item.Index).ToHashSet();
        var request = new GenerationRequest(history.Items, GenerationRequest.NothingExcluded)
        {
            Filter = new ItemFilter(catalog.Items.Count, wanted.Contains),
        };
        var list = wanted.Count == 0
            ? []
            : await shop.Queue.AskAsync(request, call.Source ?? shop.Engine.Source, wanted.Count, cancellationToken).ConfigureAwait(false);
        return new RecommendationAnswer
        {
            RecommId = Guid.CreateVersion7().ToString("N"),
            Items = ShopRecommendations.Describe(catalog, list.Select(one => (one.Item, one.Score, Names.Of(one.Source))), false),
            Model = shop.Name,
            Milliseconds = Names.Milliseconds(started),
            UnknownItems = ids.Where(id => catalog.Find(id)?.Content is null).ToList() is { Count: > 0 } unknown ? unknown : null,
        };
    }

    /// <summary>Returns items like another one: by what users turn to around it, by its terms, or by both in turns.</summary>
    public static async Task<ItemsAnswer> SimilarAsync(
        this ShopVersion shop, string id, SimilarCall call, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var (count, filter) = (Limits.Count(call.Count), catalog.FilterOf(call.Filter, null));
        var item = catalog.Find(id) is { Content: not null } found ? found : throw Unknown(id);
        var by = call.By ?? Likeness.Both;
        var behavior = by == Likeness.Terms || item.Proxy < 0
            ? []
            : await shop.Queue.AskAsync(
                new GenerationRequest([item.Proxy], new HashSet<int> { item.Index }) { Filter = filter },
                RecommendationSource.Cooccurrence, count, cancellationToken).ConfigureAwait(false);
        var terms = by == Likeness.Behavior || catalog.Terms.TermIdOf(item.Index) is not { } termId
            ? []
            : catalog.Terms.Find(termId, count, index => index != item.Index && filter.Allows(index));
        var lists = new[]
        {
            terms.Select(match => (match.Item, match.Score, Source: "terms")).ToList(),
            behavior.Select(one => (one.Item, one.Score, Source: "behavior")).ToList(),
        };
        var inTurns = Enumerable.Range(0, count).SelectMany(place => lists.Where(list => place < list.Count).Select(list => list[place]))
            .DistinctBy(one => one.Item).Take(count);
        return Answer(catalog, inTurns, call.ReturnProperties, started);
    }

    /// <summary>Returns what is popular.</summary>
    public static async Task<ItemsAnswer> PopularAsync(
        this ShopVersion shop, int? count, string? filter, string? domain, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var list = await shop.MostPopularAsync(catalog.FilterOf(filter, domain), Limits.Count(count), cancellationToken)
            .ConfigureAwait(false);
        return Answer(catalog, list.Select(one => (one.Item, one.Score, Names.Of(one.Source))), false, started);
    }

    /// <summary>Returns what users turn to now, and after that what is popular.</summary>
    public static async Task<ItemsAnswer> TrendingAsync(
        this ShopVersion shop, int? count, string? filter, string? domain, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var (wanted, allowed) = (Limits.Count(count), catalog.FilterOf(filter, domain));
        var weights = await shop.Shop.Trending.ReadAsync(cancellationToken).ConfigureAwait(false);
        var trending = weights.Select(pair => (Item: catalog.Find(pair.Key)?.Index ?? -1, Score: pair.Value, Source: "trending"))
            .Where(one => allowed.Allows(one.Item)).Take(wanted).ToList();
        var popular = trending.Count == wanted
            ? [] : await shop.MostPopularAsync(allowed, wanted, cancellationToken).ConfigureAwait(false);
        var all = trending.Concat(popular.Select(one => (one.Item, one.Score, Source: Names.Of(one.Source))))
            .DistinctBy(one => one.Item).Take(wanted);
        return Answer(catalog, all, false, started);
    }

    /// <summary>Returns the items that came last.</summary>
    public static ItemsAnswer Newest(this ShopVersion shop, int? count, string? filter, string? domain)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        var allowed = catalog.FilterOf(filter, domain);
        var list = Enumerable.Range(1, catalog.Items.Count).Select(place => catalog.Items.Count - place).Where(allowed.Allows)
            .Take(Limits.Count(count)).Select(item => (item, (double)item, "newest"));
        return Answer(catalog, list, false, started);
    }

    /// <summary>Grounds a text.</summary>
    public static GroundAnswer Ground(this ShopVersion shop, GroundCall call)
    {
        var catalog = shop.Catalog.Current;
        var text = call.Text ?? throw ApiException.Invalid("field-missing", "There is no 'text' to ground. Give it.");
        var grounding = _groundings.GetValue(
            catalog.FilterOf(call.Filter, null),
            filter => new ElasticGrounding(shop.Engine.Library, shop.Engine.Popularity, filter));
        var grounded = grounding.Ground(text, Limits.Count(call.Count));
        var source = grounded.Source is { } how ? Names.Of(how) : string.Empty;
        return new GroundAnswer
        {
            Terms = grounded.Terms,
            Repaired = grounded.Repaired,
            Items = ShopRecommendations.Describe(
                catalog, grounded.Items.Select(item => (item.Item, item.Score, source)), call.ReturnProperties),
            Reason = grounded.Reason,
        };
    }

    /// <summary>Finds items by words.</summary>
    public static ItemsAnswer Search(this ShopVersion shop, SearchCall call)
    {
        var started = Stopwatch.GetTimestamp();
        var catalog = shop.Catalog.Current;
        if (call.Query is not { Length: > 0 and <= LongestQuery } query)
        {
            throw ApiException.Invalid("query-out-of-range",
                $"'query' has {call.Query?.Length ?? 0} characters. Give it 1 to {Readable.Count(LongestQuery)}.");
        }

        var found = shop.Catalog.Texts.Find(query, Limits.Count(call.Count), catalog.FilterOf(call.Filter, null).Allows);
        return Answer(catalog, found.Select(match => (match.Item, match.Score, "words")), call.ReturnProperties, started);
    }

    /// <summary>Reports that there is no such item.</summary>
    public static ApiException Unknown(string id)
        => ApiException.NotFound("item-unknown", $"There is no item '{id}'. Check the id, or put the item first.");

    private static Task<IReadOnlyList<Recommendation>> MostPopularAsync(
        this ShopVersion shop, ItemFilter filter, int count, CancellationToken cancellationToken)
        => shop.Queue.AskAsync(
            new GenerationRequest([], GenerationRequest.NothingExcluded) { Filter = filter }, shop.Engine.Source, count, cancellationToken);

    private static ItemsAnswer Answer(
        CatalogSnapshot catalog, IEnumerable<(int Item, double Score, string Source)> list, bool? withProperties, long started)
    {
        var items = ShopRecommendations.Describe(catalog, list, withProperties);
        return new ItemsAnswer { Items = items, Milliseconds = Names.Milliseconds(started) };
    }
}
