namespace Grlm;

/// <summary>A place in one posting list, which only moves forward. The list itself is given to every step.</summary>
/// <param name="list">Where the list stands among all of them.</param>
/// <param name="weight">What an item scores that is in it.</param>
internal struct PostingCursor(Range list, long weight)
{
    private readonly int _end = list.End.Value;
    private int _next = list.Start.Value;

    /// <summary>What an item scores that is in the list.</summary>
    public readonly long Weight => weight;

    /// <summary>Entries to come.</summary>
    public readonly int Left => _end - _next;

    /// <summary>The entry that it stands at; <see cref="int.MaxValue"/> at the end.</summary>
    public readonly int Current(ReadOnlySpan<int> lists) => _next < _end ? lists[_next] : int.MaxValue;

    /// <summary>Goes on by one.</summary>
    public void Advance() => _next++;

    /// <summary>Goes on to the first entry that is not below <paramref name="entry"/>, in steps that double: what is near costs little, what is far a logarithm.</summary>
    public void AdvanceTo(int entry, ReadOnlySpan<int> lists)
    {
        if (Current(lists) >= entry)
        {
            return;
        }

        var step = 1;
        while (_next + step < _end && lists[_next + step] < entry)
        {
            _next += step;
            step <<= 1;
        }

        // It is after the present entry, and not after the step that was too far.
        var found = lists[(_next + 1)..Math.Min(_next + step, _end)].BinarySearch(entry);
        _next += 1 + (found < 0 ? ~found : found);
    }
}
