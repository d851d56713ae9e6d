namespace Grlm;

/// <summary>
/// Makes the vocabulary of a library smaller: near-duplicate terms are merged, and, if asked for, only a core of the most frequent terms is
/// kept, with the most alike of them in the place of every other.
/// </summary>
internal static class Standardization
{
    /// <summary>Standardises a library.</summary>
    /// <param name="termIds">The TIDs, which are changed in place.</param>
    /// <param name="open">The items whose TIDs may change.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="alternatives">Other terms that an item could have, for a TID in which two terms become one.</param>
    /// <returns>Every merge.</returns>
    public static IReadOnlyList<TermMerge> Apply(
        TermId?[] termIds, IReadOnlySet<int> open, TermsOptions options, Func<int, IReadOnlyList<string>> alternatives)
    {
        List<TermMerge> merges = [];
        if (options.Standardize)
        {
            merges.AddRange(TermReplacement.Apply(termIds, open.Order(), NearDuplicates(Vocabulary.Of(termIds), options.MergeSimilarity),
                alternatives));
        }

        if (options.CoreVocabulary > 0)
        {
            var vocabulary = Vocabulary.Of(termIds);
            string[] core = [.. vocabulary.ByFrequency.Take(options.CoreVocabulary).Select(term => vocabulary.Terms[term])];
            var isCore = core.ToHashSet(StringComparer.Ordinal);
            merges.AddRange(TermReplacement.Apply(
                termIds, open.Order(), OutsideOfCore(vocabulary, core.Length),
                item => [.. alternatives(item).Where(isCore.Contains), .. core]));
        }

        return merges;
    }

    /// <summary>Returns for each term that is a near-duplicate of a more frequent one, that one.</summary>
    private static Dictionary<string, string> NearDuplicates(Vocabulary vocabulary, double threshold)
    {
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new HashSet<int>();
        foreach (var term in vocabulary.ByFrequency)
        {
            foreach (var (other, similarity) in vocabulary.Similarity.NearDuplicatesOf(term)
                .TakeWhile(pair => pair.Similarity >= threshold))
            {
                // Into a term that stays: most frequent terms come first, so what is merged once is never merged into.
                var isFree = !replacements.ContainsKey(vocabulary.Terms[term]) && !kept.Contains(other);
                if (isFree && vocabulary.IsMoreFrequent(term, other)
                    && replacements.TryAdd(vocabulary.Terms[other], vocabulary.Terms[term]))
                {
                    kept.Add(term);
                }
            }
        }

        return replacements;
    }

    /// <summary>
    /// Returns for each term outside of the core the term of the core that is most like it; the most frequent where none is at all.
    /// </summary>
    private static Dictionary<string, string> OutsideOfCore(Vocabulary vocabulary, int size)
    {
        var core = vocabulary.ByFrequency.Take(size).ToHashSet();
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var term in vocabulary.ByFrequency.Skip(size))
        {
            var like = vocabulary.Similarity.AlikeTo(term).Select(pair => pair.Term).Where(core.Contains)
                .FirstOrDefault(vocabulary.ByFrequency[0]);
            replacements.Add(vocabulary.Terms[term], vocabulary.Terms[like]);
        }

        return replacements;
    }

    private sealed record Vocabulary(IReadOnlyList<string> Terms, int[] Counts, IReadOnlyList<int> ByFrequency, TermSimilarity Similarity)
    {
        public bool IsMoreFrequent(int term, int other)
            => Counts[term] > Counts[other] || (Counts[term] == Counts[other] && string.CompareOrdinal(Terms[term], Terms[other]) < 0);

        public static Vocabulary Of(TermId?[] termIds)
        {
            string[] terms =
                [.. termIds.SelectMany(termId => termId?.Terms ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var numbers = terms.Select((term, number) => (term, number)).ToDictionary(pair => pair.term, pair => pair.number,
                StringComparer.Ordinal);
            int[][] rows =
                [.. termIds.Where(termId => termId is not null).Select(termId => termId!.Terms.Select(term => numbers[term]).ToArray())];
            var counts = new int[terms.Length];
            foreach (var term in rows.SelectMany(row => row))
            {
                counts[term]++;
            }

            return new Vocabulary(terms, counts, [.. Enumerable.Range(0, terms.Length).OrderByDescending(term => counts[term])],
                new TermSimilarity(terms, rows));
        }
    }
}

/// <summary>
/// Measures how alike the terms of a library are: the mean of the cosine of their contexts (the terms beside them in TIDs) and that of
/// their spellings (runs of three letters). Not thread-safe.
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

/// <summary>Sparse vectors of length one with an index by feature, for all cosines of one with the others. Not thread-safe.</summary>
internal sealed class SparseVectors
{
    private readonly (int Feature, double Weight)[][] _rows;
    private readonly Dictionary<int, List<(int Row, double Weight)>> _index = [];
    private readonly double[] _scores;
    private readonly List<int> _touched = [];

    /// <param name="counts">For each row how often each feature occurs in it. A feature weighs the less the more rows have it.</param>
    public SparseVectors(IReadOnlyList<IReadOnlyDictionary<int, int>> counts)
    {
        _scores = new double[counts.Count];
        var rows = counts.SelectMany(row => row.Keys).CountBy(feature => feature).ToDictionary();
        _rows = [.. counts.Select(row => Unit(row, feature => Math.Log(1 + ((double)counts.Count / rows[feature]))))];
        for (var row = 0; row < _rows.Length; row++)
        {
            foreach (var (feature, weight) in _rows[row])
            {
                (_index.TryGetValue(feature, out var entries) ? entries : _index[feature] = []).Add((row, weight));
            }
        }
    }

    /// <summary>Returns the rows that have a feature in common with one, and the cosines; the row itself is not among them.</summary>
    public List<(int Row, double Cosine)> SimilarTo(int row)
    {
        foreach (var (feature, weight) in _rows[row])
        {
            foreach (var (other, otherWeight) in _index[feature])
            {
                if (_scores[other] == 0)
                {
                    _touched.Add(other);
                }

                _scores[other] += weight * otherWeight;
            }
        }

        var similar = new List<(int, double)>(_touched.Count);
        foreach (var other in _touched)
        {
            if (other != row)
            {
                similar.Add((other, _scores[other]));
            }

            _scores[other] = 0;
        }

        _touched.Clear();
        return similar;
    }

    private static (int Feature, double Weight)[] Unit(IReadOnlyDictionary<int, int> counts, Func<int, double> weightOf)
    {
        var weights = counts.OrderBy(pair => pair.Key)
            .Select(pair => (pair.Key, Weight: (1 + Math.Log(pair.Value)) * weightOf(pair.Key))).ToArray();
        var length = Math.Sqrt(weights.Sum(weight => weight.Weight * weight.Weight));
        return Array.ConvertAll(weights, weight => (weight.Key, weight.Weight / length));
    }
}
