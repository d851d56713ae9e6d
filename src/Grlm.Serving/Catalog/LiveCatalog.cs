using System.Collections.Concurrent;

namespace Grlm.Serving;

/// <summary>
/// Follows the store's items: what a write of this server or of another one changed is in the next snapshot. New items get a term ID and
/// their place beside the items that they are like. One caller at a time catches up; any number read.
/// </summary>
internal sealed class LiveCatalog : IDisposable
{
    private const int ChangesAtATime = 5_000;

    /// <summary>Counts the items that a new one takes its terms and its rank from.</summary>
    private const int Alike = 10;

    private readonly RecommendationEngine _engine;
    private readonly ItemStore _store;
    private readonly SemaphoreSlim _following = new(1, 1);
    private readonly List<ServedItem> _items;
    private readonly ConcurrentDictionary<string, int> _indexById = new(StringComparer.Ordinal);
    private readonly HashSet<string> _attributes;
    private volatile CatalogSnapshot _current;
    private long _revision;

    private LiveCatalog(RecommendationEngine engine, ItemStore store)
    {
        (_engine, _store) = (engine, store);
        var catalog = engine.Dataset.Catalog;
        _items = [.. catalog.Select((item, index) => new ServedItem(index, new ItemContent(item), index))];
        foreach (var item in _items)
            _indexById[item.Content!.Item.Id] = item.Index;
        _attributes = new HashSet<string>(catalog.Attributes, StringComparer.Ordinal);
        _current = Snapshot();
        foreach (var item in _items)
            SetText(item.Index, item.Content);
    }

    /// <summary>Gets the catalogue as it is now.</summary>
    public CatalogSnapshot Current => _current;

    /// <summary>Gets what finds items by words.</summary>
    public ItemTextIndex Texts { get; } = new();

    /// <summary>
    /// Opens the catalogue of a workspace as the store has changed it; items that the store has never seen are put into it.
    /// </summary>
    public static async Task<LiveCatalog> OpenAsync(RecommendationEngine engine, ItemStore store, CancellationToken cancellationToken)
    {
        var live = new LiveCatalog(engine, store);
        var seen = await live.FollowAsync(cancellationToken).ConfigureAwait(false);
        ItemContent[] unseen =
            [.. engine.Dataset.Catalog.Where(item => !seen.Contains(item.Id)).Select(item => new ItemContent(item))];
        foreach (var chunk in unseen.Chunk(ChangesAtATime))
            await store.UpsertAsync(chunk, cancellationToken).ConfigureAwait(false);
        if (unseen.Length > 0)
            await live.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return live;
    }

    /// <summary>Takes over what has changed in the store: when this returns, what was committed before is served.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
        => await FollowAsync(cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        _following.Dispose();
        Texts.Dispose();
    }

    private async Task<HashSet<string>> FollowAsync(CancellationToken cancellationToken)
    {
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await _following.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            IReadOnlyList<ItemChange> changes;
            do
            {
                changes = await _store.ChangesAsync(_revision, ChangesAtATime, cancellationToken).ConfigureAwait(false);
                foreach (var change in changes)
                {
                    Take(change);
                    changed.Add(change.Id);
                    _revision = change.Revision;
                }

                if (changes.Count > 0)
                    _current = Snapshot();
            }
            while (changes.Count == ChangesAtATime);
            return changed;
        }
        finally
        {
            _following.Release();
        }
    }

    private void Take(ItemChange change)
    {
        var content = change.Item?.Content;
        if (_indexById.TryGetValue(change.Id, out var index))
        {
            var before = _items[index];
            _items[index] = before with { Content = content };
            if (content is not null)
                _attributes.UnionWith(content.Item.Attributes.Keys);
            if (!HaveSameTexts(content?.Item, before.Content?.Item))
                SetText(index, content);
        }
        else if (content is not null)
        {
            Add(content);
        }
    }

    private void Add(ItemContent content)
    {
        var known = _engine.Library.ItemCount;
        var alike = Texts.FindLike(content.Item, Alike, item => item < known);
        var index = _engine.Add(NewItemTerms.Of(_engine.Library, content.Item, alike, _engine.NoTermId), alike);
        _items.Add(new ServedItem(index, content, alike.Count > 0 ? alike[0].Item : -1));
        _indexById[content.Item.Id] = index;
        _attributes.UnionWith(content.Item.Attributes.Keys);
        SetText(index, content);
    }

    private void SetText(int index, ItemContent? content)
    {
        if (content is null)
            Texts.Remove(index);
        else
            Texts.Set(index, content.Item, _engine.Terms.TermIdOf(index)?.Terms ?? []);
    }

    /// <summary>Tells whether two items read alike: prices and stocks change far more often than what is said of an item.</summary>
    private static bool HaveSameTexts(Item? one, Item? other)
        => one is null || other is null
            ? one == other
            : one.Title == other.Title && one.Brand == other.Brand && one.Description == other.Description
                && CategoriesOf(one).SequenceEqual(CategoriesOf(other))
                && one.Attributes.Count == other.Attributes.Count
                && one.Attributes.All(pair => other.Attributes.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));

    private static IEnumerable<string> CategoriesOf(Item item) => item.Categories.Select(path => string.Join('>', path));

    private CatalogSnapshot Snapshot()
        => new(_engine, [.. _items], _indexById, new HashSet<string>(_attributes, StringComparer.Ordinal));
}
