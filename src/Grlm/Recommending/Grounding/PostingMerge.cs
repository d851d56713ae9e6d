namespace Grlm;

/// <summary>
/// Walks through posting lists together and stops at the entries whose score is above a threshold. Lists that together weigh no more than
/// the threshold cannot lift an entry above it alone, so they are not walked through, only asked (MaxScore: Turtle and Flood, 1995); those
/// are chosen to be the longest ones.
/// </summary>
internal ref struct PostingMerge
{
    private readonly ReadOnlySpan<int> _entries;
    private readonly Span<PostingCursor> _lists;
    private int _asked;
    private long _askedWeight;

    /// <param name="entries">All posting lists.</param>
    /// <param name="lists">The beginnings of those that take part; they are put in another order.</param>
    public PostingMerge(ReadOnlySpan<int> entries, Span<PostingCursor> lists)
    {
        _entries = entries;
        _lists = lists;
        lists.Sort(static (left, right) => right.Left.CompareTo(left.Left));
    }

    /// <summary>Moves on to the next entry whose score is above a threshold.</summary>
    /// <param name="threshold">Not lower than the last time.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="score">Its score.</param>
    /// <returns>False where there is no more.</returns>
    public bool MoveAbove(long threshold, out int entry, out long score)
    {
        while (_asked < _lists.Length && _askedWeight + _lists[_asked].Weight <= threshold)
        {
            _askedWeight += _lists[_asked++].Weight;
        }

        score = 0;
        while ((entry = Smallest()) != int.MaxValue)
        {
            score = Take(entry);
            if (score + _askedWeight > threshold && (score = Ask(entry, score, threshold)) > threshold)
            {
                return true;
            }
        }

        return false;
    }

    private readonly int Smallest()
    {
        var smallest = int.MaxValue;
        foreach (ref readonly var list in _lists[_asked..])
        {
            smallest = Math.Min(smallest, list.Current(_entries));
        }

        return smallest;
    }

    private readonly long Take(int entry)
    {
        long score = 0;
        foreach (ref var list in _lists[_asked..])
        {
            if (list.Current(_entries) == entry)
            {
                score += list.Weight;
                list.Advance();
            }
        }

        return score;
    }

    private readonly long Ask(int entry, long score, long threshold)
    {
        var possible = _askedWeight;
        for (var list = _asked - 1; list >= 0 && score + possible > threshold; list--)
        {
            ref var cursor = ref _lists[list];
            cursor.AdvanceTo(entry, _entries);
            possible -= cursor.Weight;
            score += cursor.Current(_entries) == entry ? cursor.Weight : 0;
        }

        return score;
    }
}

/// <summary>Represents a place in one posting list, which only moves forward. The list itself is given to every step.</summary>
/// <param name="list">Where the list stands among all of them.</param>
/// <param name="weight">What an item scores that is in it.</param>
internal struct PostingCursor(Range list, long weight)
{
    private readonly int _end = list.End.Value;
    private int _next = list.Start.Value;

    /// <summary>Gets what an item scores that is in the list.</summary>
    public readonly long Weight => weight;

    /// <summary>Entries to come.</summary>
    public readonly int Left => _end - _next;

    /// <summary>Returns the entry that it stands at; <see cref="int.MaxValue"/> at the end.</summary>
    public readonly int Current(ReadOnlySpan<int> lists) => _next < _end ? lists[_next] : int.MaxValue;

    /// <summary>Moves on by one.</summary>
    public void Advance() => _next++;

    /// <summary>
    /// Moves on to the first entry that is not below <paramref name="entry"/>, in steps that double: what is near costs little, what is far
    /// a logarithm.
    /// </summary>
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
