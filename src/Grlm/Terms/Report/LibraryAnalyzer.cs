namespace Grlm.Internal;

/// <summary>Analyses a term library: slots, collisions, neighbours, worst cases. Used for one library.</summary>
/// <param name="catalog">The items.</param>
/// <param name="library">Their TIDs.</param>
/// <param name="neighbors">The nearest items of each; empty where they aren't known.</param>
public sealed class LibraryAnalyzer(Catalog catalog, TermLibrary library, NeighborTable neighbors)
{
    private const int NearestItems = 5, Bins = 10, TermsASlot = 20, CasesAKind = 10;

    /// <summary>Holds the terms that name something: two items that both have a filler share nothing by it.</summary>
    private readonly bool[] _names = [.. library.Terms.Select(term => !Filler.Contains(term))];

    private readonly (long Pairs, long Shared)[] _bins = new (long, long)[Bins];
    private readonly int[] _itemsByOwnTerms = new int[library.Length + 1];
    private readonly List<(int Item, float Similarity)> _sharingNothing = [], _withNothingOfItsOwn = [];
    private long _distinguishing;
    private int _items;

    /// <summary>Analyses the library.</summary>
    public TermLibraryAnalysis Analyze()
    {
        for (var item = 0; item < catalog.Count; item++)
        {
            if (library.HasTermId(item) && !neighbors.Of(item).IsEmpty)
            {
                CompareWithNeighbors(item);
            }
        }

        var groups = CollisionGroups();
        return new TermLibraryAnalysis
        {
            Slots = [.. Enumerable.Range(0, library.Length).Select(SlotFiguresOf)],
            CollisionGroups = groups.Count,
            Neighbors = _items == 0 ? null : NeighborFigures(),
            WorstCases = [.. WorstCases(groups)],
        };
    }

    private void CompareWithNeighbors(int item)
    {
        var terms = library.TermsOf(item);
        var nearest = neighbors.Of(item)[..Math.Min(NearestItems, neighbors.Of(item).Length)];
        var (total, own) = (0, 0);
        foreach (var neighbor in nearest)
        {
            var shared = CountShared(terms, library.TermsOf(neighbor.Item));
            ref var bin = ref _bins[Math.Clamp((int)(neighbor.Score * Bins), 0, Bins - 1)];
            bin = (bin.Pairs + 1, bin.Shared + shared);
            total += shared;
        }

        foreach (var term in terms)
        {
            own += _names[term] && !HasAny(nearest, term) ? 1 : 0;
        }

        _items++;
        _distinguishing += own;
        _itemsByOwnTerms[own]++;
        if (total == 0)
        {
            _sharingNothing.Add((item, nearest[0].Score));
        }

        if (own == 0)
        {
            _withNothingOfItsOwn.Add((item, nearest[0].Score));
        }
    }

    private bool HasAny(ReadOnlySpan<Neighbor> nearest, int term)
    {
        foreach (var neighbor in nearest)
        {
            if (library.TermsOf(neighbor.Item).Contains(term))
            {
                return true;
            }
        }

        return false;
    }

    private int CountShared(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var shared = 0;
        foreach (var term in first)
        {
            shared += _names[term] && second.Contains(term) ? 1 : 0;
        }

        return shared;
    }

    private NeighborFigures NeighborFigures()
    {
        var (pairs, shared) = (_bins.Sum(bin => bin.Pairs), _bins.Sum(bin => bin.Shared));
        return new NeighborFigures(
            (double)shared / pairs,
            [.. _bins.Select((bin, place) => (bin, place)).Where(pair => pair.bin.Pairs > 0).Select(pair => new ConsistencyBin(
                (double)pair.place / Bins, (double)(pair.place + 1) / Bins, (int)pair.bin.Pairs,
                (double)pair.bin.Shared / pair.bin.Pairs))],
            (double)_distinguishing / _items,
            _withNothingOfItsOwn.Count,
            _sharingNothing.Count)
        {
            ItemsByDistinguishingTerms = _itemsByOwnTerms,
        };
    }

    private SlotFigures SlotFiguresOf(int slot)
    {
        var counts = new Dictionary<int, int>();
        foreach (var item in library.Trie.Items)
        {
            var term = library.TermsOf(item)[slot];
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }

        var most = counts.Select(pair => new TermFrequency(library.Terms[pair.Key], pair.Value))
            .OrderByDescending(term => term.Items).ThenBy(term => term.Term, StringComparer.Ordinal).Take(TermsASlot);
        return new SlotFigures(slot + 1, counts.Count, counts.Values.Count(count => count == 1), [.. most]);
    }

    private List<int[]> CollisionGroups()
    {
        var groups = new List<int[]>();
        var leaves = library.Trie.NodesAt(library.Length);
        for (var leaf = leaves.Start.Value; leaf < leaves.End.Value; leaf++)
        {
            var items = library.Trie.ItemsBelow(leaf);
            if (items.Length > 1)
            {
                groups.Add(items.ToArray());
            }
        }

        return groups;
    }

    private IEnumerable<TermCase> WorstCases(List<int[]> groups)
        => groups.OrderByDescending(group => group.Length).ThenBy(group => group[0]).Take(CasesAKind)
            .Select(group => Case(group[0], $"{group.Length} items share its TID"))
            .Concat(Worst(_sharingNothing)
                .Select(item => Case(item.Item, $"shares no term with its nearest items, the first of similarity {item.Similarity:F2}")))
            .Concat(Worst(_withNothingOfItsOwn).Select(item => Case(item.Item, "has no term that its nearest items lack")));

    private static IEnumerable<(int Item, float Similarity)> Worst(List<(int Item, float Similarity)> items)
        => items.OrderByDescending(item => item.Similarity).ThenBy(item => item.Item).Take(CasesAKind);

    private TermCase Case(int item, string reason) => new(catalog[item].Id, catalog[item].Title, library.TermIdOf(item)!.Terms, reason);
}
