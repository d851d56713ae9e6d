namespace Grlm;

/// <summary>A prefix of TIDs under way in a beam search. More probable ones come first, ties in trie order.</summary>
/// <param name="Node">Trie node.</param>
/// <param name="LogProbability">Natural logarithm of the prefix's probability.</param>
internal readonly record struct Beam(int Node, double LogProbability) : IComparable<Beam>
{
    /// <summary>Negative where this one comes before <paramref name="other"/>.</summary>
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
