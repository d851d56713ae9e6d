using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Holds the distinct terms of a library, numbered, in one text with a hash table over it: three flat arrays that can be stored and mapped.
/// Strings are made for the terms that are asked for, once each. Immutable and safe for concurrent reads.
/// </summary>
internal sealed class InternedTerms : IReadOnlyList<string>
{
    private readonly string?[] _strings;

    /// <param name="text">All terms, one after the other.</param>
    /// <param name="starts">Where each begins in the text, and their end: one more than there are terms.</param>
    /// <param name="slots">The hash table over them.</param>
    public InternedTerms(ReadOnlyMemory<char> text, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> slots)
    {
        (Text, Starts, Slots) = (text, starts, slots);
        _strings = new string?[starts.Length - 1];
    }

    /// <summary>Packs terms.</summary>
    /// <param name="terms">Distinct terms in the order of their numbers.</param>
    public static InternedTerms Pack(IReadOnlyList<string> terms)
    {
        var starts = new int[terms.Count + 1];
        for (var number = 0; number < terms.Count; number++)
        {
            starts[number + 1] = starts[number] + terms[number].Length;
        }

        var (text, slots) = (new char[starts[^1]], HashSlots.WithRoomFor(terms.Count));
        for (var number = 0; number < terms.Count; number++)
        {
            terms[number].CopyTo(text.AsSpan(starts[number]));
            slots.Add(HashOf(terms[number]), number);
        }

        return new InternedTerms(text, starts, slots.Slots);
    }

    /// <summary>Gets all terms, one after the other.</summary>
    public ReadOnlyMemory<char> Text { get; }

    /// <summary>Gets where each term begins in <see cref="Text"/>, and their end.</summary>
    public ReadOnlyMemory<int> Starts { get; }

    /// <summary>Gets the hash table: see <see cref="HashSlots"/>.</summary>
    public ReadOnlyMemory<int> Slots { get; }

    /// <inheritdoc/>
    public int Count => _strings.Length;

    /// <inheritdoc/>
    public string this[int number] => _strings[number] ??= CharactersOf(number).ToString();

    /// <summary>Returns the characters of a term; no string is made.</summary>
    public ReadOnlySpan<char> CharactersOf(int number)
    {
        var starts = Starts.Span;
        return Text.Span[starts[number]..starts[number + 1]];
    }

    /// <summary>Returns the number of a term; -1 where it is not among them.</summary>
    public int NumberOf(ReadOnlySpan<char> term) => NumberOf(term, Slots.Span, Starts.Span, Text.Span);

    /// <summary>Translates terms to numbers; -1 for one that is not among them.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="numbers">Receives their numbers; as long.</param>
    public void Translate(ReadOnlySpan<string> terms, Span<int> numbers)
    {
        var slots = Slots.Span;
        var starts = Starts.Span;
        var text = Text.Span;
        for (var place = 0; place < terms.Length; place++)
        {
            numbers[place] = NumberOf(terms[place], slots, starts, text);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator()
    {
        for (var number = 0; number < Count; number++)
        {
            yield return this[number];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int NumberOf(ReadOnlySpan<char> term, ReadOnlySpan<int> slots, ReadOnlySpan<int> starts, ReadOnlySpan<char> text)
    {
        for (var place = HashSlots.First(slots, HashOf(term)); ; place = HashSlots.Next(slots, place))
        {
            var number = slots[place];
            if (number == HashSlots.Free || text[starts[number]..starts[number + 1]].SequenceEqual(term))
            {
                return number;
            }
        }
    }

    private static uint HashOf(ReadOnlySpan<char> term) => StableHash.Of(MemoryMarshal.AsBytes(term));
}

/// <summary>
/// Represents a hash table of numbers other than <see cref="Free"/> with open addressing and linear probing: one flat array, so that it can
/// be stored and mapped. What the numbers stand for is kept and compared by its user.
/// </summary>
internal readonly struct HashSlots
{
    /// <summary>Stands in a slot without a number: the end of a search.</summary>
    public const int Free = -1;

    private readonly int[] _slots;

    private HashSlots(int[] slots) => _slots = slots;

    /// <summary>Gets the table: a power of two of slots.</summary>
    public ReadOnlyMemory<int> Slots => _slots;

    /// <summary>Returns an empty table that stays at most half full with so many numbers.</summary>
    public static HashSlots WithRoomFor(int count)
    {
        var slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 1) * 2)];
        Array.Fill(slots, Free);
        return new HashSlots(slots);
    }

    /// <summary>Returns the first place to look at for a hash.</summary>
    public static int First(ReadOnlySpan<int> slots, uint hash) => (int)(hash & (uint)(slots.Length - 1));

    /// <summary>Returns the place after one that held something else.</summary>
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

/// <summary>
/// Computes a fast hash that is the same on every machine and in every process, so that tables made with it can be stored.
/// </summary>
internal static class StableHash
{
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15; // 2^64 over the golden ratio: odd, and without a pattern in its bits

    /// <summary>Returns the hash of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        var rest = 0UL;
        foreach (var next in bytes)
        {
            rest = (rest << 8) | next;
        }

        return (uint)(Mix(hash ^ rest) >> 32);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Multiplier, out var low);
        return high ^ low ^ value;
    }
}
