using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Direct mapping: from a whole TID to its items, through a hash table over the distinct TIDs. Flat arrays that can be stored and mapped.
/// Immutable and safe for concurrent reads.
/// </summary>
/// <param name="itemTerms">Term numbers, item by item: <c>[items, length]</c>; negative for an item without a TID.</param>
/// <param name="length">Terms in a TID.</param>
/// <param name="items">The items that have a TID, sorted by their term numbers, then by item: a TID's items stand together.</param>
/// <param name="slots">
/// The hash table over the TIDs. Of a TID with one item it holds the item, so that nothing else need be looked at; of one with more
/// <see cref="Several"/> less the place where they begin in <paramref name="items"/>.
/// </param>
internal sealed class TermIdBuckets(ReadOnlyMemory<int> itemTerms, int length, ReadOnlyMemory<int> items, ReadOnlyMemory<int> slots)
{
    private const int Several = -2;

    /// <summary>Collects the items of every TID.</summary>
    public static TermIdBuckets Pack(int[] itemTerms, int length, int termCount)
    {
        var items = SortByTerms(itemTerms, length, termCount);
        var slots = HashSlots.WithRoomFor(items.Length);
        for (int place = 0, end; place < items.Length; place = end)
        {
            var terms = itemTerms.AsSpan(items[place] * length, length);
            end = EndOf(place, terms, items, itemTerms);
            slots.Add(HashOf(terms), end - place == 1 ? items[place] : Several - place);
        }

        return new TermIdBuckets(itemTerms, length, items, slots.Slots);
    }

    /// <summary>Gets the items that have a TID, sorted by their term numbers, then by item.</summary>
    public ReadOnlyMemory<int> Items => items;

    /// <summary>Gets the hash table: see <see cref="HashSlots"/>.</summary>
    public ReadOnlyMemory<int> Slots => slots;

    /// <summary>Returns the items whose terms are exactly these, in catalogue order.</summary>
    /// <param name="terms">Term numbers: as many as a TID has.</param>
    public ReadOnlySpan<int> ItemsOf(scoped ReadOnlySpan<int> terms)
    {
        var places = slots.Span;
        var all = itemTerms.Span;
        for (var place = HashSlots.First(places, HashOf(terms)); ; place = HashSlots.Next(places, place))
        {
            var held = places[place];
            if (held == HashSlots.Free)
            {
                return [];
            }

            var first = held <= Several ? items.Span[Several - held] : held;
            if (all.Slice(first * length, length).SequenceEqual(terms))
            {
                return held <= Several ? items.Span[(Several - held)..EndOf(Several - held, terms, items.Span, all)]
                    : places.Slice(place, 1);
            }
        }
    }

    /// <summary>Returns where the items that have these terms end, from a place where they begin.</summary>
    private static int EndOf(int place, scoped ReadOnlySpan<int> terms, ReadOnlySpan<int> items, ReadOnlySpan<int> itemTerms)
    {
        var end = place + 1;
        while (end < items.Length && itemTerms.Slice(items[end] * terms.Length, terms.Length).SequenceEqual(terms))
        {
            end++;
        }

        return end;
    }

    private static int[] SortByTerms(int[] itemTerms, int length, int termCount)
    {
        // Stable counting sort from the last slot to the first: linear, and equal TIDs keep catalogue order.
        int[] items = [.. Enumerable.Range(0, itemTerms.Length / length).Where(item => itemTerms[item * length] >= 0)];
        var sorted = new int[items.Length];
        for (var slot = length - 1; slot >= 0; slot--)
        {
            var start = new int[termCount + 1];
            foreach (var item in items)
            {
                start[itemTerms[(item * length) + slot] + 1]++;
            }

            for (var term = 0; term < termCount; term++)
            {
                start[term + 1] += start[term];
            }

            foreach (var item in items)
            {
                sorted[start[itemTerms[(item * length) + slot]]++] = item;
            }

            (items, sorted) = (sorted, items);
        }

        return items;
    }

    private static uint HashOf(scoped ReadOnlySpan<int> terms) => StableHash.Of(MemoryMarshal.AsBytes(terms));
}
