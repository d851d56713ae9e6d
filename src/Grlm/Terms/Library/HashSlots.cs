using System.Numerics;

namespace Grlm;

/// <summary>
/// A hash table of numbers 0, 1, … with open addressing and linear probing: one flat array, so that it can be stored and mapped. What the
/// numbers stand for is kept and compared by its user.
/// </summary>
internal readonly struct HashSlots
{
    private const int Free = 0; // a slot holds its number plus one, so that new memory is an empty table

    private readonly int[]? _growing;

    /// <param name="slots">A table that was stored.</param>
    public HashSlots(ReadOnlyMemory<int> slots) => Slots = slots;

    private HashSlots(int[] slots) => Slots = _growing = slots;

    /// <summary>The table: a power of two of slots.</summary>
    public ReadOnlyMemory<int> Slots { get; }

    /// <summary>An empty table that stays at most half full with so many numbers.</summary>
    public static HashSlots WithRoomFor(int count) => new(new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 2)]);

    /// <summary>The first place to look at for a hash.</summary>
    public static int First(ReadOnlySpan<int> slots, uint hash) => (int)(hash & (uint)(slots.Length - 1));

    /// <summary>The place after one that held something else.</summary>
    public static int Next(ReadOnlySpan<int> slots, int place) => (place + 1) & (slots.Length - 1);

    /// <summary>The number at a place; -1 where it is free, and the search at its end.</summary>
    public static int NumberAt(ReadOnlySpan<int> slots, int place) => slots[place] - 1;

    /// <summary>Puts a number that is not in the table yet.</summary>
    public void Add(uint hash, int number)
    {
        var slots = _growing!;
        var place = First(slots, hash);
        while (slots[place] != Free)
        {
            place = Next(slots, place);
        }

        slots[place] = number + 1;
    }
}
