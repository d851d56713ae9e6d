namespace Grlm;

/// <summary>
/// Elastic Identifier Grounding of one user's generated term IDs: direct mapping in beam order, then structural mapping for what is
/// missing, then the fill that is asked for (GRLM, arXiv 2601.06798). Safe for concurrent use.
/// </summary>
internal sealed class BeamGrounding(LiveTermLibrary library)
{
    private readonly Lazy<int[]> _mostPopularFirst =
        new(() => [.. Enumerable.Range(0, library.ItemCount).OrderByDescending(library.PopularityOf)]);

    /// <summary>Grounds what was generated.</summary>
    /// <param name="request">Says which items may be shown.</param>
    /// <param name="beams">Generated TIDs, most probable first.</param>
    /// <param name="settings">How many items, and what fills a short list.</param>
    /// <param name="scores">The ranker's score of every item; empty where it has not been asked.</param>
    /// <param name="wantsRanker">Whether the ranker's scores would decide something and are not there.</param>
    public IReadOnlyList<Recommendation> Ground(
        GenerationRequest request,
        IReadOnlyList<GeneratedTermId> beams,
        RecommendationSettings settings,
        ReadOnlySpan<float> scores,
        out bool wantsRanker)
    {
        var list = new RecommendationList(settings.Count, request);
        beams = Ordered(request, beams);
        var isOrderOpen = AddDirect(list, beams, scores, out var silentBeams);
        AddStructural(list, beams, silentBeams);
        if (settings.FillFrom == FillSource.Popular)
        {
            AddPopular(list);
        }

        var isFillOpen = settings.FillFrom == FillSource.Ranker && !list.IsFull;
        wantsRanker = scores.IsEmpty && (isOrderOpen || isFillOpen);
        if (isFillOpen && !scores.IsEmpty)
        {
            AddByScore(list, scores);
        }

        return list.Items;
    }

    /// <summary>Returns the items with the highest scores; ties by item order.</summary>
    public static IReadOnlyList<Recommendation> ByScore(GenerationRequest request, ReadOnlySpan<float> scores, int count)
    {
        var list = new RecommendationList(count, request);
        AddByScore(list, scores);
        return list.Items;
    }

    /// <summary>Puts beams into the order that they have with what the request adds; each counts as much as its best item.</summary>
    private IReadOnlyList<GeneratedTermId> Ordered(GenerationRequest request, IReadOnlyList<GeneratedTermId> beams)
        => request.Boosts is null ? beams : [.. beams.OrderByDescending(beam => beam.LogProbability
            + library.ItemsOf(beam.TermId).Where(request.Allows).Select(request.BoostOf).DefaultIfEmpty(0).Max())];

    private bool AddDirect(RecommendationList list, IReadOnlyList<GeneratedTermId> beams, ReadOnlySpan<float> scores,
        out List<int> silentBeams)
    {
        var isOrderOpen = false;
        silentBeams = [];
        for (var beam = 0; beam < beams.Count && !list.IsFull; beam++)
        {
            var ordered = new List<Candidate>();
            foreach (var item in library.ItemsOf(beams[beam].TermId))
            {
                if (list.Takes(item))
                {
                    ordered.Add(new Candidate(ScoreOf(item, scores) + list.Request.BoostOf(item), library.PopularityOf(item), item));
                }
            }

            ordered.Sort();
            isOrderOpen |= ordered.Count > 1;
            foreach (var candidate in ordered)
            {
                list.Add(candidate.Item, beams[beam].LogProbability + list.Request.BoostOf(candidate.Item), GroundingSource.Direct);
            }

            if (ordered.Count == 0)
            {
                silentBeams.Add(beam);
            }
        }

        return isOrderOpen;
    }

    /// <summary>
    /// Returns the ranker's score; the lowest for an item that is newer than the ranker, none at all where it has not been asked.
    /// </summary>
    private static double ScoreOf(int item, ReadOnlySpan<float> scores)
        => scores.IsEmpty ? 0 : item < scores.Length ? scores[item] : double.NegativeInfinity;

    private void AddStructural(RecommendationList list, IReadOnlyList<GeneratedTermId> beams, List<int> silentBeams)
    {
        if (list.IsFull)
        {
            return;
        }

        // Beams that gave no item of their own come first. In each round every beam adds its best item that is not listed yet; since fewer
        // than `missing` get listed on the way, its best `missing` are all that can be needed.
        var missing = list.Missing;
        var order = silentBeams.Concat(Enumerable.Range(0, beams.Count).Except(silentBeams));
        List<Queue<StructuralMatch>> rounds =
            [.. order.Select(beam => new Queue<StructuralMatch>(library.Find(beams[beam].TermId, missing, list.Takes)))];
        while (!list.IsFull && rounds.Exists(queue => queue.Count > 0))
        {
            foreach (var queue in rounds)
            {
                var isAdded = false;
                while (!isAdded && queue.TryDequeue(out var match))
                {
                    isAdded = list.Add(match.Item, match.Score, GroundingSource.Structural);
                }
            }
        }
    }

    private void AddPopular(RecommendationList list)
    {
        if (list.Request.Boosts is { } boosts)
        {
            AddBoosted(list, boosts);
            return;
        }

        foreach (var item in _mostPopularFirst.Value)
        {
            if (list.IsFull)
            {
                return;
            }

            list.Add(item, library.PopularityOf(item), GroundingSource.Popular);
        }
    }

    /// <summary>Adds by interactions, one more than there are of each, times what the boosts make of them.</summary>
    private void AddBoosted(RecommendationList list, ItemBoosts boosts)
    {
        var counts = new float[library.ItemCount];
        for (var item = 0; item < counts.Length; item++)
        {
            counts[item] = MathF.Log(library.PopularityOf(item) + 1);
        }

        foreach (var candidate in TopCandidates.Of(counts, boosts, list.Missing, list.Takes).Kept)
        {
            list.Add(candidate.Item, Math.Exp(candidate.Score), GroundingSource.Popular);
        }
    }

    private static void AddByScore(RecommendationList list, ReadOnlySpan<float> scores)
    {
        foreach (var candidate in TopCandidates.Of(scores, list.Request.Boosts, list.Missing, list.Takes).Kept)
        {
            list.Add(candidate.Item, candidate.Score, GroundingSource.Ranker);
        }
    }
}
