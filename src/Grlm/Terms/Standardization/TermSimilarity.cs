namespace Grlm;

/// <summary>
/// How alike the terms of a library are: the mean of the cosine of their contexts (the terms beside them in TIDs) and that of their spellings
/// (runs of three letters). Not thread-safe.
/// </summary>
internal sealed class TermSimilarity
{
    private const int RunLength = 3;

    private readonly SparseVectors _contexts;
    private readonly SparseVectors _spellings;

    /// <param name="terms">The terms.</param>
    /// <param name="termIds">Numbers of the terms of each TID.</param>
    public TermSimilarity(IReadOnlyList<string> terms, IEnumerable<int[]> termIds)
    {
        var contexts = terms.Select(_ => new Dictionary<int, int>()).ToArray();
        foreach (var termId in termIds)
        {
            foreach (var term in termId)
            {
                foreach (var other in termId.Where(other => other != term))
                {
                    contexts[term][other] = contexts[term].GetValueOrDefault(other) + 1;
                }
            }
        }

        _contexts = new SparseVectors(contexts);
        var runs = new Dictionary<string, int>(StringComparer.Ordinal);
        _spellings = new SparseVectors([.. terms.Select(term => RunsOf(term, runs))]);
    }

    /// <summary>Terms that have contexts and letters in common with one, most alike first, ties in order of number.</summary>
    public IEnumerable<(int Term, double Similarity)> NearDuplicatesOf(int term)
    {
        var contexts = _contexts.SimilarTo(term).ToDictionary(pair => pair.Row, pair => pair.Cosine);
        return _spellings.SimilarTo(term)
            .Where(pair => contexts.ContainsKey(pair.Row))
            .Select(pair => (pair.Row, Similarity: (pair.Cosine + contexts[pair.Row]) / 2))
            .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Row);
    }

    /// <summary>Terms that are used like one or spelt like it, most alike first, ties in order of number.</summary>
    public IEnumerable<(int Term, double Similarity)> AlikeTo(int term)
        => _contexts.SimilarTo(term).Concat(_spellings.SimilarTo(term))
            .GroupBy(pair => pair.Row, pair => pair.Cosine)
            .Select(pair => (Term: pair.Key, Similarity: pair.Sum() / 2))
            .OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Term);

    private static Dictionary<int, int> RunsOf(string term, Dictionary<string, int> numbers)
    {
        var padded = $"-{term}-";
        var counts = new Dictionary<int, int>();
        for (var start = 0; start + RunLength <= padded.Length; start++)
        {
            var run = padded.Substring(start, RunLength);
            if (!numbers.TryGetValue(run, out var number))
            {
                numbers.Add(run, number = numbers.Count);
            }

            counts[number] = counts.GetValueOrDefault(number) + 1;
        }

        return counts;
    }
}
