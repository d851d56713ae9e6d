using System.Collections;
using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// The distinct terms of a library, numbered, in one text with a hash table over it: three flat arrays that can be stored and mapped. Strings
/// are made for the terms that are asked for, once each. Immutable and safe for concurrent reads.
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

    /// <summary>All terms, one after the other.</summary>
    public ReadOnlyMemory<char> Text { get; }

    /// <summary>Where each term begins in <see cref="Text"/>, and their end.</summary>
    public ReadOnlyMemory<int> Starts { get; }

    /// <summary>The hash table: see <see cref="HashSlots"/>.</summary>
    public ReadOnlyMemory<int> Slots { get; }

    /// <inheritdoc/>
    public int Count => _strings.Length;

    /// <inheritdoc/>
    public string this[int number] => _strings[number] ??= CharactersOf(number).ToString();

    /// <summary>The characters of a term; no string is made.</summary>
    public ReadOnlySpan<char> CharactersOf(int number)
    {
        var starts = Starts.Span;
        return Text.Span[starts[number]..starts[number + 1]];
    }

    /// <summary>The number of a term; -1 where it is not among them.</summary>
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
