using System.Text;

namespace Grlm.Serving.Tests;

/// <summary>Does in memory, plainly, what a store promises: what the databases are held against.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<string, ItemContent> _items = [];
    private readonly List<string> _changes = [];
    private readonly List<StoredInteraction> _interactions = [];
    private readonly Dictionary<string, StoredRecommendation> _recommendations = [];

    public ItemOutcome Write(string id, Func<ItemContent?, ItemContent?> change, Condition condition)
    {
        var before = _items.GetValueOrDefault(id);
        if (condition == Condition.Stale || (condition == Condition.None && before is not null))
            return before is null && change(null) is null ? ItemOutcome.Missing : ItemOutcome.Conflict;
        var after = change(before);
        if (before is null && after is null)
            return ItemOutcome.Missing;
        if (before is not null && after is not null && Answers.Of(before) == Answers.Of(after))
            return ItemOutcome.Unchanged;
        _changes.Remove(id);
        _changes.Add(id);
        if (after is null)
            _items.Remove(id);
        else
            _items[id] = after;
        return before is null ? ItemOutcome.Created : after is null ? ItemOutcome.Deleted : ItemOutcome.Updated;
    }

    public IEnumerable<ItemContent> List(string? after, int limit)
        => _items.Where(item => CompareCodePoints(item.Key, after ?? string.Empty) > 0)
            .OrderBy(item => item.Key, Comparer<string>.Create(CompareCodePoints)).Take(limit).Select(item => item.Value);

    public IEnumerable<(string Id, ItemContent? Content)> Changes() => _changes.Select(id => (id, _items.GetValueOrDefault(id)));

    public List<bool> Append(IEnumerable<StoredInteraction> interactions)
    {
        var stored = new List<bool>();
        foreach (var interaction in interactions)
        {
            stored.Add(_interactions.TrueForAll(one => one.Id != interaction.Id));
            if (stored[^1])
                _interactions.Add(interaction);
        }

        return stored;
    }

    public IEnumerable<StoredInteraction> Export() => _interactions.OrderBy(one => one.Time);

    public IEnumerable<StoredInteraction> History(string user, int limit) => Export().Where(one => one.User == user).TakeLast(limit);

    public bool Delete(string interaction) => _interactions.RemoveAll(one => one.Id == interaction) > 0;

    public UserDeletion DeleteUser(string user)
    {
        var led = _interactions.Where(one => one.User == user).Select(one => one.RecommendationId).ToHashSet();
        var shown = _recommendations.Values.Where(one => one.User == user || (one.User is null && led.Contains(one.Id))).ToList();
        shown.ForEach(one => _recommendations.Remove(one.Id));
        return new UserDeletion(_interactions.RemoveAll(one => one.User == user), shown.Count);
    }

    public int Log(IEnumerable<StoredRecommendation> recommendations)
        => recommendations.Count(one => _recommendations.TryAdd(one.Id, one));

    public int DeleteBefore(DateTimeOffset moment)
    {
        var old = _recommendations.Values.Where(one => one.Time < moment).ToList();
        old.ForEach(one => _recommendations.Remove(one.Id));
        return old.Count;
    }

    public IEnumerable<RecommendationQuality> Quality()
        => from one in _recommendations.Values
           group one by (one.Scenario, one.Model) into part
           orderby part.Key.Scenario, part.Key.Model
           select new RecommendationQuality(
               part.Key.Scenario,
               part.Key.Model,
               part.Count(),
               part.Count(one => Enumerable.Range(0, one.Items.Count).Any(place => IsTaken(one, place))),
               [
                   .. Enumerable.Range(0, part.Max(one => one.Items.Count)).Select(place => new PlaceQuality(
                       part.Count(one => one.Items.Count > place),
                       part.Count(one => one.Items.Count > place && IsTaken(one, place)))),
               ]);

    private bool IsTaken(StoredRecommendation recommendation, int place)
        => recommendation.Items.ToList().IndexOf(recommendation.Items[place]) == place
            && _interactions.Exists(one => one.RecommendationId == recommendation.Id && one.Item == recommendation.Items[place]);

    private static int CompareCodePoints(string first, string second)
        => Encoding.UTF8.GetBytes(first).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(second));
}
