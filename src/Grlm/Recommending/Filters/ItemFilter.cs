using System.Numerics;
using System.Runtime.CompilerServices;

namespace Grlm;

/// <summary>
/// Says which items of a catalogue may be shown: one bit an item. Make it once and share it between requests: what a generator derives from
/// it for a trie is then made once as well. Immutable and safe for concurrent use.
/// </summary>
public sealed class ItemFilter
{
    private const int WordBits = 64;

    private readonly ulong[] _words;
    private readonly ConditionalWeakTable<TermTrie, int[]> _allowedBefore = [];

    /// <param name="itemCount">Items in the catalogue.</param>
    /// <param name="isAllowed">Whether an item may be shown; asked once for each.</param>
    public ItemFilter(int itemCount, Predicate<int> isAllowed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        ArgumentNullException.ThrowIfNull(isAllowed);
        ItemCount = itemCount;
        _words = new ulong[(itemCount + WordBits - 1) / WordBits];
        for (var item = 0; item < itemCount; item++)
        {
            _words[item / WordBits] |= isAllowed(item) ? 1UL << (item % WordBits) : 0;
        }
    }

    /// <summary>Returns the items of a catalogue that meet all criteria.</summary>
    /// <param name="catalog">The items.</param>
    /// <param name="criteria">What they must be like.</param>
    /// <param name="library">Their term IDs, which <see cref="ItemCriteria.Expression"/> may ask for; null for none.</param>
    /// <exception cref="InvalidInputException">No item is of a brand or category that is asked for.</exception>
    public static ItemFilter Of(Catalog catalog, ItemCriteria criteria, TermLibrary? library = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(criteria);
        var matcher = new CriteriaMatcher(criteria);
        var filter = new ItemFilter(catalog.Count, item
            => matcher.Matches(catalog[item])
                && criteria.Expression?.Matches(catalog[item], library?.TermIdOf(item)?.Terms ?? []) != false);
        matcher.RequireAllSeen();
        return filter;
    }

    /// <summary>Gets the number of items in the catalogue that the filter is for.</summary>
    public int ItemCount { get; }

    /// <summary>Gets the number of items that may be shown.</summary>
    public int AllowedCount => _words.Sum(BitOperations.PopCount);

    /// <summary>Tells whether an item may be shown; one beyond the filter's catalogue may not.</summary>
    public bool Allows(int item) => (uint)item < (uint)ItemCount && (_words[item / WordBits] >> (item % WordBits) & 1) != 0;

    /// <summary>Returns what both filters allow.</summary>
    public ItemFilter And(ItemFilter other) => new(ItemCount, item => Allows(item) && other.Allows(item));

    /// <summary>Returns what this filter or the other one allows, of this one's catalogue.</summary>
    public ItemFilter Or(ItemFilter other) => new(ItemCount, item => Allows(item) || other.Allows(item));

    /// <summary>Returns what this filter does not allow.</summary>
    public ItemFilter Not() => new(ItemCount, item => !Allows(item));

    /// <summary>Returns for each place in <see cref="TermTrie.Items"/>, and for their end, how many items before it may be shown.</summary>
    internal int[] AllowedBefore(TermTrie trie) => _allowedBefore.GetValue(trie, Count);

    private int[] Count(TermTrie trie)
    {
        var before = new int[trie.Items.Length + 1];
        for (var place = 0; place < trie.Items.Length; place++)
        {
            before[place + 1] = before[place] + (Allows(trie.Items[place]) ? 1 : 0);
        }

        return before;
    }
}
