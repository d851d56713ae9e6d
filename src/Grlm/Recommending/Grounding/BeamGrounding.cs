namespace Grlm;

/// <summary>
/// Elastic Identifier Grounding of one user's generated term IDs: direct mapping in beam order, then structural mapping for what is
/// missing, then the fill that is asked for (GRLM, arXiv 2601.06798). Safe for concurrent use.
/// </summary>
internal sealed class BeamGrounding(LiveTermLibrary library)
{
    private readonly Lazy<int[]> _mostPopularFirst =
        new(() => [.. Enumerable.Range(0, library.ItemCount).OrderByDescending(library.PopularityOf)]);

    /// <summary>Grounds.</summary>
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
                    ordered.Add(new Candidate(ScoreOf(item, scores), library.PopularityOf(item), item));
                }
            }

            ordered.Sort();
            isOrderOpen |= ordered.Count > 1;
            foreach (var candidate in ordered)
            {
                list.Add(candidate.Item, beams[beam].LogProbability, GroundingSource.Direct);
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
        foreach (var item in _mostPopularFirst.Value)
        {
            if (list.IsFull)
            {
                return;
            }

            list.Add(item, library.PopularityOf(item), GroundingSource.Popular);
        }
    }

    private static void AddByScore(RecommendationList list, ReadOnlySpan<float> scores)
    {
        var top = new TopCandidates(list.Missing);
        for (var item = 0; item < scores.Length; item++)
        {
            // The comparison first: it is cheaper than the look-ups, and nearly all items fail it.
            var candidate = new Candidate(scores[item], Popularity: 0, item);
            if (top.Admits(candidate) && list.Takes(item))
            {
                top.Add(candidate);
            }
        }

        foreach (var candidate in top.Kept)
        {
            list.Add(candidate.Item, candidate.Score, GroundingSource.Ranker);
        }
    }
}
