namespace Grlm;

/// <summary>The best of a stream of candidates, best first.</summary>
internal sealed class TopCandidates(int capacity)
{
    private readonly List<Candidate> _kept = new(capacity);

    public IReadOnlyList<Candidate> Kept => _kept;

    /// <summary>Whether a candidate is among the best so far.</summary>
    public bool Admits(Candidate candidate) => _kept.Count < capacity || (capacity > 0 && candidate < _kept[^1]);

    /// <summary>Adds a candidate that is admitted; the worst one kept makes room.</summary>
    public void Add(Candidate candidate)
    {
        if (_kept.Count == capacity)
        {
            _kept.RemoveAt(capacity - 1);
        }

        var place = _kept.BinarySearch(candidate);
        _kept.Insert(place < 0 ? ~place : place, candidate);
    }
}
