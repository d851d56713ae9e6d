namespace Grlm;

/// <summary>
/// Takes a score apart. All parts are natural logarithms: <c>score = ranker + boost + weight (generator + boost)</c>, where a part that did
/// not rank counts nothing.
/// </summary>
/// <param name="Ranker">Log-probability that the collaborative ranker gives the item; null where it did not rank.</param>
/// <param name="Generator">
/// Log-probability that the generator gives the item's term ID, or what is left of it for an item that it has not written; null where it
/// did not rank.
/// </param>
/// <param name="Weight">Weight of the generator; 1 where it ranks alone.</param>
/// <param name="Boost">What the request's wishes add.</param>
public sealed record ScoreParts(double? Ranker, double? Generator, double Weight, double Boost)
{
    /// <summary>Gets the score that the parts add up to.</summary>
    public double Score => (Ranker is { } ranker ? ranker + Boost : 0) + (Generator is { } generator ? Weight * (generator + Boost) : 0);
}
