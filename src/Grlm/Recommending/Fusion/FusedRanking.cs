namespace Grlm;

/// <summary>
/// Ranker and generator together: <c>fused(i) = ranker(i) + lambda generator(i)</c>, both as log-probabilities. The generator's beams give
/// the items of their TIDs; what probability they leave over is spread among all other items in the proportions of the ranker, so that the
/// generator says nothing where it has written nothing: <c>generator(i) = log(1 - sum of the beams) + ranker(i) - log(1 - the ranker's
/// share of the beams' items)</c>. It is the same for every generator that gives beams.
/// </summary>
internal sealed class FusedRanking
{
    /// <summary>Least probability that beams leave over: rounding may leave none.</summary>
    private const double SmallestRest = 1e-6;

    private readonly List<FusionCandidate> _candidates;

    private FusedRanking(List<FusionCandidate> candidates) => _candidates = candidates;

    /// <summary>Gathers what may stand in the lists of one user.</summary>
    /// <param name="library">The TIDs.</param>
    /// <param name="request">Says which items may be shown.</param>
    /// <param name="beams">Generated TIDs.</param>
    /// <param name="scores">The ranker's log-probability of every item: <c>[items]</c>.</param>
    /// <param name="count">Items of the longest list.</param>
    public static FusedRanking Of(
        LiveTermLibrary library, GenerationRequest request, IReadOnlyList<GeneratedTermId> beams, ReadOnlySpan<float> scores, int count)
    {
        var candidates = new List<FusionCandidate>(beams.Count + count);
        var written = new HashSet<int>();
        var (generatorRest, rankerRest) = (1.0, 1.0);
        foreach (var beam in beams)
        {
            generatorRest -= Math.Exp(beam.LogProbability);
            foreach (var item in library.ItemsOf(beam.TermId))
            {
                if (!written.Add(item))
                {
                    continue; // a generator without a trie may write a TID twice
                }

                // An item that was added after the ranker was trained is as probable to it as items are on average.
                var isKnown = item < scores.Length;
                rankerRest -= isKnown ? Math.Exp(scores[item]) : 0;
                if (request.Allows(item))
                {
                    candidates.Add(new FusionCandidate(
                        item, isKnown ? scores[item] : -Math.Log(scores.Length), beam.LogProbability, IsWritten: true)
                    { Boost = request.BoostOf(item) });
                }
            }
        }

        // Of the others the weight keeps the ranker's order, so the best of them are enough.
        var shift = Math.Log(Math.Max(generatorRest, SmallestRest)) - Math.Log(Math.Max(rankerRest, SmallestRest));
        foreach (var other in TopCandidates.Of(
            scores, request.Boosts, count, item => !written.Contains(item) && request.Allows(item)).Kept)
        {
            var (boost, score) = (request.BoostOf(other.Item), (double)scores[other.Item]);
            candidates.Add(new FusionCandidate(other.Item, score, score + shift, IsWritten: false) { Boost = boost });
        }

        return new FusedRanking(candidates);
    }

    /// <summary>Returns the list.</summary>
    /// <param name="weight">Weight of the generator, at least 0.</param>
    /// <param name="count">How many items, no more than it was gathered for.</param>
    /// <returns>Best first, ties by item order; an item whose TID was written came by direct mapping, another one by the ranker.</returns>
    public IReadOnlyList<Recommendation> List(double weight, int count)
    {
        var ordered = _candidates.ConvertAll(candidate => new Recommendation(
            candidate.Item, candidate.Fused(weight), candidate.IsWritten ? GroundingSource.Direct : GroundingSource.Ranker));
        ordered.Sort((left, right) => left.Score != right.Score ? right.Score.CompareTo(left.Score) : left.Item.CompareTo(right.Item));
        return ordered.Count <= count ? ordered : ordered[..count];
    }
}

/// <summary>Describes an item that may stand in a fused list.</summary>
/// <param name="Item">Item index.</param>
/// <param name="Ranker">The ranker's log-probability.</param>
/// <param name="Generator">The generator's log-probability of its TID; of an item that it has not written, what is left for it.</param>
/// <param name="IsWritten">Whether the generator has written its TID.</param>
internal readonly record struct FusionCandidate(int Item, double Ranker, double Generator, bool IsWritten)
{
    /// <summary>Gets what the request adds to either.</summary>
    public double Boost { get; init; }

    /// <summary>Returns the fused score.</summary>
    /// <param name="weight">Weight of the generator.</param>
    public double Fused(double weight) => Ranker + Boost + (weight * (Generator + Boost));
}
