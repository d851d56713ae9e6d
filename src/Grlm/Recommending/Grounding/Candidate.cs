namespace Grlm;

/// <summary>An item that competes for a place in a list: the higher score wins, then the more popular item, then the earlier one.</summary>
internal readonly record struct Candidate(double Score, int Popularity, int Item) : IComparable<Candidate>
{
    /// <summary>Negative where this one comes before <paramref name="other"/>.</summary>
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
