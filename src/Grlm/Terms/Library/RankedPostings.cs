namespace Grlm;

/// <summary>
/// The items of a library in the order in which ties are settled (more popular first, then the earlier one), and for every term and slot the
/// items that have it there, as places in that order, rising. Merging such lists meets equal scores in the order in which they count, so the
/// first ones met are the ones to keep. Flat arrays that can be stored and mapped; immutable and safe for concurrent reads.
/// </summary>
/// <param name="length">Terms in a TID.</param>
/// <param name="itemAt">The item at each place of the order; items without a TID have none.</param>
/// <param name="starts">Where the list of term <c>t</c> at slot <c>j</c> begins, at <c>t * length + j</c>, and the end of all.</param>
/// <param name="places">All lists, term by term and in a term slot by slot.</param>
internal sealed class RankedPostings(int length, ReadOnlyMemory<int> itemAt, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> places)
{
    /// <summary>Makes the lists.</summary>
    /// <param name="library">The TIDs.</param>
    /// <param name="popularity">Interactions of each item: <c>[items]</c>.</param>
    public static RankedPostings Pack(TermLibrary library, IReadOnlyList<int> popularity)
    {
        var itemAt = InTieOrder(library, popularity);
        var starts = new int[(library.Terms.Count * library.Length) + 1];
        foreach (var item in itemAt)
        {
            var terms = library.TermsOf(item);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                starts[(terms[slot] * terms.Length) + slot + 1]++;
            }
        }

        for (var list = 1; list < starts.Length; list++)
        {
            starts[list] += starts[list - 1];
        }

        var (places, next) = (new int[starts[^1]], starts.ToArray());
        for (var place = 0; place < itemAt.Length; place++)
        {
            var terms = library.TermsOf(itemAt[place]);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                places[next[(terms[slot] * terms.Length) + slot]++] = place;
            }
        }

        return new RankedPostings(library.Length, itemAt, starts, places);
    }

    /// <summary>The item at each place of the order.</summary>
    public ReadOnlyMemory<int> ItemAt => itemAt;

    /// <summary>Where each list begins, and the end of all.</summary>
    public ReadOnlyMemory<int> Starts => starts;

    /// <summary>All lists.</summary>
    public ReadOnlyMemory<int> Places => places;

    /// <summary>Where the list of a term at a slot stands in <see cref="Places"/>.</summary>
    public Range ListOf(int term, int slot)
    {
        var list = starts.Span.Slice((term * length) + slot, 2);
        return list[0]..list[1];
    }

    /// <summary>Where the items that have a term at any slot stand in <see cref="Places"/>: once for every slot.</summary>
    public Range ListOf(int term) => starts.Span[term * length]..starts.Span[(term + 1) * length];

    /// <summary>Whether the order is the one that a popularity gives.</summary>
    public bool IsOrderedBy(IReadOnlyList<int> popularity)
    {
        var order = itemAt.Span;
        for (var place = 1; place < order.Length; place++)
        {
            var (before, after) = (order[place - 1], order[place]);
            if (popularity[before] < popularity[after] || (popularity[before] == popularity[after] && before > after))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] InTieOrder(TermLibrary library, IReadOnlyList<int> popularity)
    {
        int[] items = [.. Enumerable.Range(0, library.ItemCount).Where(library.HasTermId)];
        long[] keys = [.. items.Select(item => ((long)-popularity[item] << 32) | (uint)item)];
        Array.Sort(keys, items);
        return items;
    }
}
