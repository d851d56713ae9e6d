namespace Grlm;

/// <summary>Beams in memory that only grows: what a search allocates, it allocates once. Not thread-safe.</summary>
internal sealed class BeamList
{
    private Beam[] _beams = new Beam[256];

    /// <summary>Gets the beams, in the order of <see cref="KeepBest"/> once that has been called.</summary>
    public ReadOnlySpan<Beam> Beams => _beams.AsSpan(0, Count);

    /// <summary>Gets how many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes all out.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds one.</summary>
    public void Add(Beam beam)
    {
        if (Count == _beams.Length)
        {
            Array.Resize(ref _beams, 2 * Count);
        }

        _beams[Count++] = beam;
    }

    /// <summary>Keeps the best of another list, best first.</summary>
    /// <param name="candidates">The other list; it is put in disorder.</param>
    /// <param name="count">How many to keep at most.</param>
    public void KeepBest(BeamList candidates, int count)
    {
        var all = candidates._beams.AsSpan(0, candidates.Count);
        var kept = all[..Math.Min(count, all.Length)];
        if (kept.Length < all.Length)
        {
            Heapify(kept);
            foreach (var candidate in all[kept.Length..])
            {
                if (candidate < kept[0])
                {
                    kept[0] = candidate;
                    Sink(kept, 0);
                }
            }
        }

        kept.Sort();
        Clear();
        foreach (var beam in kept)
        {
            Add(beam);
        }
    }

    // A heap with the worst beam at its root.
    private static void Heapify(Span<Beam> heap)
    {
        for (var place = (heap.Length / 2) - 1; place >= 0; place--)
        {
            Sink(heap, place);
        }
    }

    private static void Sink(Span<Beam> heap, int place)
    {
        for (var child = (2 * place) + 1; child < heap.Length; child = (2 * place) + 1)
        {
            if (child + 1 < heap.Length && heap[child + 1] > heap[child])
            {
                child++;
            }

            if (heap[place] >= heap[child])
            {
                return;
            }

            (heap[place], heap[child]) = (heap[child], heap[place]);
            place = child;
        }
    }
}

/// <summary>Describes a prefix of TIDs under way in a beam search. Those of higher score come first, ties in trie order.</summary>
/// <param name="Node">Trie node.</param>
/// <param name="LogProbability">Natural logarithm of the prefix's probability, with the most that is added for an item below it.</param>
internal readonly record struct Beam(int Node, double LogProbability) : IComparable<Beam>
{
    /// <summary>Returns a negative number where this one comes before <paramref name="other"/>.</summary>
    public int CompareTo(Beam other)
    {
        var order = other.LogProbability.CompareTo(LogProbability);
        return order != 0 ? order : Node.CompareTo(other.Node);
    }

    public static bool operator <(Beam left, Beam right) => left.CompareTo(right) < 0;

    public static bool operator >(Beam left, Beam right) => left.CompareTo(right) > 0;

    public static bool operator <=(Beam left, Beam right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Beam left, Beam right) => left.CompareTo(right) >= 0;
}
