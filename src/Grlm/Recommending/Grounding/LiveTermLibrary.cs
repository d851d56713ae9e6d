namespace Grlm;

/// <summary>
/// Represents a term library that items can be added to while it is looked up. New items stand in a small part of their own, which every
/// look-up searches as well; when it has grown it is merged into the large one in the background. Look-ups take no lock: each sees the
/// library as it was when it began. Safe for concurrent use.
/// </summary>
public sealed class LiveTermLibrary
{
    /// <summary>Holds the new items that are merged together by default.</summary>
    public const int DefaultMergeAt = 512;

    private readonly int _mergeAt;
    private readonly Lock _writing = new();
    private volatile Parts _parts;
    private Task _merging = Task.CompletedTask;

    /// <param name="library">The TIDs to begin with.</param>
    /// <param name="popularity">Interactions of each item in the training data: <c>[items]</c>.</param>
    /// <param name="mergeAt">How many new items are merged together: an addition costs time in the number of those that are not.</param>
    /// <exception cref="ArgumentException">The popularity is not that of the library's items.</exception>
    public LiveTermLibrary(TermLibrary library, IReadOnlyList<int> popularity, int mergeAt = DefaultMergeAt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mergeAt, 1);
        _mergeAt = mergeAt;
        _parts = new Parts(LibrarySegment.Of(0, library, popularity), null);
    }

    /// <summary>Gets the number of items, the new ones included.</summary>
    public int ItemCount => _parts.ItemCount;

    /// <summary>Gets the merge that is under way; completed where there is none.</summary>
    public Task Merging
    {
        get
        {
            lock (_writing)
            {
                return _merging;
            }
        }
    }

    /// <summary>Adds an item: look-ups that begin after this find it.</summary>
    /// <param name="termId">Its TID.</param>
    /// <param name="popularity">Its interactions, which ties are settled by.</param>
    /// <returns>The new item's index.</returns>
    /// <exception cref="ArgumentException">The TID has not as many terms as the library's.</exception>
    public int Add(TermId termId, int popularity = 0)
    {
        ArgumentNullException.ThrowIfNull(termId);
        lock (_writing)
        {
            var (large, small) = _parts;
            if (termId.Terms.Length != large.Library.Length)
            {
                throw new ArgumentException(
                    $"{termId} has {termId.Terms.Length} terms where those of the library have {large.Library.Length}.", nameof(termId));
            }

            IEnumerable<TermId?> before = small is null ? [] : TermIdsIn(small);
            var grown = LibrarySegment.Of(large.End, new TermLibrary([.. before, termId]), [.. small?.Popularity ?? [], popularity]);
            _parts = new Parts(large, grown);
            if (grown.Library.ItemCount >= _mergeAt && _merging.IsCompleted)
            {
                _merging = Task.Run(() => Merge(large, grown));
            }

            return grown.End - 1;
        }
    }

    /// <summary>Returns the items whose TID is exactly this one, in the order of their indices (direct mapping).</summary>
    public IReadOnlyList<int> ItemsOf(TermId termId)
    {
        var (large, small) = _parts;
        var items = large.Library.ItemsOf(termId).ToArray();
        return small is null ? items : [.. items, .. small.Library.ItemsOf(termId).ToArray().Select(item => item + small.FirstItem)];
    }

    /// <summary>Returns the TID of an item; null where it has none.</summary>
    public TermId? TermIdOf(int item)
    {
        var segment = _parts.SegmentOf(item);
        return segment.Library.TermIdOf(item - segment.FirstItem);
    }

    /// <summary>Returns the interactions of an item.</summary>
    public int PopularityOf(int item)
    {
        var segment = _parts.SegmentOf(item);
        return segment.Popularity[item - segment.FirstItem];
    }

    /// <summary>Finds the items that agree best with a generated TID: see <see cref="StructuralMapping"/>.</summary>
    /// <param name="generated">What was written.</param>
    /// <param name="count">How many items to return at most.</param>
    /// <param name="isAllowed">Whether an item may be returned; null for all.</param>
    /// <returns>Items with a score above 0, best first.</returns>
    public IReadOnlyList<StructuralMatch> Find(TermId generated, int count, Predicate<int>? isAllowed = null)
    {
        var (large, small) = _parts;
        var found = large.Mapping.Find(generated, count, isAllowed);
        if (small is null)
        {
            return found;
        }

        var added = small.Mapping.Find(generated, count, isAllowed is null ? null : item => isAllowed(item + small.FirstItem));
        var candidates = found.Select(match => new Candidate(match.Score, large.Popularity[match.Item], match.Item))
            .Concat(added.Select(match => new Candidate(match.Score, small.Popularity[match.Item], match.Item + small.FirstItem)));
        return [.. candidates.Order().Take(count).Select(candidate => new StructuralMatch(candidate.Item, candidate.Score))];
    }

    private static IEnumerable<TermId?> TermIdsIn(LibrarySegment segment)
        => Enumerable.Range(0, segment.Library.ItemCount).Select(segment.Library.TermIdOf);

    private void Merge(LibrarySegment large, LibrarySegment small)
    {
        var merged = LibrarySegment.Of(0, new TermLibrary([.. TermIdsIn(large), .. TermIdsIn(small)]),
            [.. large.Popularity, .. small.Popularity]);
        lock (_writing)
        {
            // Of the small part, what was added meanwhile stays in it.
            var later = _parts.Small!;
            var rest = TermIdsIn(later).Skip(small.Library.ItemCount).ToList();
            _parts = new Parts(
                merged,
                rest.Count == 0
                    ? null : LibrarySegment.Of(merged.End, new TermLibrary(rest), [.. later.Popularity.Skip(small.Library.ItemCount)]));
        }
    }

    /// <summary>Holds what a look-up sees.</summary>
    private sealed record Parts(LibrarySegment Large, LibrarySegment? Small)
    {
        public int ItemCount => Small?.End ?? Large.End;

        public LibrarySegment SegmentOf(int item) => Small is not null && item >= Small.FirstItem ? Small : Large;
    }
}

/// <summary>Items in a row of a library that grows, and what looking them up takes. Immutable.</summary>
/// <param name="FirstItem">Index of the first item.</param>
/// <param name="Library">Their TIDs.</param>
/// <param name="Popularity">Interactions of each.</param>
/// <param name="Mapping">Structural mapping to them.</param>
internal sealed record LibrarySegment(int FirstItem, TermLibrary Library, IReadOnlyList<int> Popularity, StructuralMapping Mapping)
{
    /// <summary>Makes what look-ups take.</summary>
    public static LibrarySegment Of(int firstItem, TermLibrary library, IReadOnlyList<int> popularity)
        => new(firstItem, library, popularity, new StructuralMapping(library, popularity));

    /// <summary>Index of the first item after it.</summary>
    public int End => FirstItem + Library.ItemCount;
}
