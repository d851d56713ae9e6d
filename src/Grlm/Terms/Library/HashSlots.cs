using System.Numerics;

namespace Grlm;

/// <summary>
/// A hash table of numbers other than <see cref="Free"/> with open addressing and linear probing: one flat array, so that it can be stored and mapped.
/// What the numbers stand for is kept and compared by its user.
/// </summary>
internal readonly struct HashSlots
{
    /// <summary>Stands in a slot without a number: the end of a search.</summary>
    public const int Free = -1;

    private readonly int[] _slots;

    private HashSlots(int[] slots) => _slots = slots;

    /// <summary>The table: a power of two of slots.</summary>
    public ReadOnlyMemory<int> Slots => _slots;

    /// <summary>An empty table that stays at most half full with so many numbers.</summary>
    public static HashSlots WithRoomFor(int count)
    {
        var slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 2)];
        Array.Fill(slots, Free);
        return new HashSlots(slots);
    }

    /// <summary>The first place to look at for a hash.</summary>
    public static int First(ReadOnlySpan<int> slots, uint hash) => (int)(hash & (uint)(slots.Length - 1));

    /// <summary>The place after one that held something else.</summary>
    public static int Next(ReadOnlySpan<int> slots, int place) => (place + 1) & (slots.Length - 1);

    /// <summary>Puts a number that is not in the table yet.</summary>
    public void Add(uint hash, int number)
    {
        var place = First(_slots, hash);
        while (_slots[place] != Free)
        {
            place = Next(_slots, place);
        }

        _slots[place] = number;
    }
}
