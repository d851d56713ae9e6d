namespace Grlm;

/// <summary>
/// Represents a list of recommendations in the making: no item twice, none that the request does not allow, no more than asked for.
/// </summary>
internal sealed class RecommendationList(int count, GenerationRequest request)
{
    private readonly List<Recommendation> _items = [];
    private readonly HashSet<int> _listed = [];

    /// <summary>Gets what is asked for.</summary>
    public GenerationRequest Request => request;

    public IReadOnlyList<Recommendation> Items => _items;

    public int Missing => count - _items.Count;

    public bool IsFull => Missing <= 0;

    /// <summary>Tells whether an item is allowed and not listed yet.</summary>
    public bool Takes(int item) => request.Allows(item) && !_listed.Contains(item);

    /// <summary>Adds an item; returns whether there was room for it and it may stand in the list.</summary>
    public bool Add(int item, double score, GroundingSource source)
    {
        if (IsFull || !Takes(item))
        {
            return false;
        }

        _listed.Add(item);
        _items.Add(new Recommendation(item, score, source));
        return true;
    }
}

/// <summary>Keeps the best of a stream of candidates, best first.</summary>
internal sealed class TopCandidates(int capacity)
{
    private readonly List<Candidate> _kept = new(capacity);

    public IReadOnlyList<Candidate> Kept => _kept;

    /// <summary>Finds the items with the highest scores; ties by item order.</summary>
    /// <param name="scores">The score of every item: <c>[items]</c>.</param>
    /// <param name="boosts">What is added to them; null for nothing.</param>
    /// <param name="count">How many.</param>
    /// <param name="isTaken">Whether an item may be among them.</param>
    public static TopCandidates Of(ReadOnlySpan<float> scores, ItemBoosts? boosts, int count, Predicate<int> isTaken)
    {
        var top = new TopCandidates(count);
        var added = boosts is null ? [] : boosts.Values;
        for (var item = 0; item < scores.Length; item++)
        {
            // The comparison first: it is cheaper than the look-ups, and nearly all items fail it.
            var candidate = new Candidate(item < added.Length ? scores[item] + added[item] : scores[item], Popularity: 0, item);
            if (top.Admits(candidate) && isTaken(item))
            {
                top.Add(candidate);
            }
        }

        return top;
    }

    /// <summary>Tells whether a candidate is among the best so far.</summary>
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

/// <summary>
/// Describes an item that competes for a place in a list: the higher score wins, then the more popular item, then the earlier one.
/// </summary>
internal readonly record struct Candidate(double Score, int Popularity, int Item) : IComparable<Candidate>
{
    /// <summary>Returns a negative number where this one comes before <paramref name="other"/>.</summary>
    public int CompareTo(Candidate other)
    {
        var order = other.Score.CompareTo(Score);
        order = order != 0 ? order : other.Popularity.CompareTo(Popularity);
        return order != 0 ? order : Item.CompareTo(other.Item);
    }

    public static bool operator <(Candidate left, Candidate right) => left.CompareTo(right) < 0;

    public static bool operator >(Candidate left, Candidate right) => left.CompareTo(right) > 0;

    public static bool operator <=(Candidate left, Candidate right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Candidate left, Candidate right) => left.CompareTo(right) >= 0;
}
