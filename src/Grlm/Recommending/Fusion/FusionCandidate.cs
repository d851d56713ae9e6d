namespace Grlm;

/// <summary>An item that may stand in a fused list.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Ranker">The ranker's log-probability.</param>
/// <param name="Generator">The generator's log-probability of its TID; of an item that it has not written, what is left for it.</param>
/// <param name="IsWritten">Whether the generator has written its TID.</param>
internal readonly record struct FusionCandidate(int Item, double Ranker, double Generator, bool IsWritten)
{
    /// <summary>The fused score.</summary>
    /// <param name="weight">Weight of the generator.</param>
    public double Fused(double weight) => Ranker + (weight * Generator);
}
