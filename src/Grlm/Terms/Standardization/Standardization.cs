namespace Grlm;

/// <summary>
/// Makes the vocabulary of a library smaller: near-duplicate terms are merged, and, if asked for, only a core of the most frequent terms is kept,
/// with the most alike of them in the place of every other.
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
            merges.AddRange(TermReplacement.Apply(termIds, open.Order(), NearDuplicates(Vocabulary.Of(termIds), options.MergeSimilarity), alternatives));
        }

        if (options.CoreVocabulary > 0)
        {
            var vocabulary = Vocabulary.Of(termIds);
            string[] core = [.. vocabulary.ByFrequency.Take(options.CoreVocabulary).Select(term => vocabulary.Terms[term])];
            var isCore = core.ToHashSet(StringComparer.Ordinal);
            merges.AddRange(TermReplacement.Apply(
                termIds, open.Order(), OutsideOfCore(vocabulary, core.Length), item => [.. alternatives(item).Where(isCore.Contains), .. core]));
        }

        return merges;
    }

    /// <summary>For each term that a more frequent one is a near-duplicate of, that one.</summary>
    private static Dictionary<string, string> NearDuplicates(Vocabulary vocabulary, double threshold)
    {
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        var kept = new HashSet<int>();
        foreach (var term in vocabulary.ByFrequency)
        {
            foreach (var (other, similarity) in vocabulary.Similarity.NearDuplicatesOf(term).TakeWhile(pair => pair.Similarity >= threshold))
            {
                // Into a term that stays: most frequent terms come first, so what is merged once is never merged into.
                var isFree = !replacements.ContainsKey(vocabulary.Terms[term]) && !kept.Contains(other);
                if (isFree && vocabulary.IsMoreFrequent(term, other) && replacements.TryAdd(vocabulary.Terms[other], vocabulary.Terms[term]))
                {
                    kept.Add(term);
                }
            }
        }

        return replacements;
    }

    /// <summary>For each term outside of the core, the term of the core that is most like it; the most frequent where none is at all.</summary>
    private static Dictionary<string, string> OutsideOfCore(Vocabulary vocabulary, int size)
    {
        var core = vocabulary.ByFrequency.Take(size).ToHashSet();
        var replacements = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var term in vocabulary.ByFrequency.Skip(size))
        {
            var like = vocabulary.Similarity.AlikeTo(term).Select(pair => pair.Term).Where(core.Contains).FirstOrDefault(vocabulary.ByFrequency[0]);
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
            string[] terms = [.. termIds.SelectMany(termId => termId?.Terms ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            var numbers = terms.Select((term, number) => (term, number)).ToDictionary(pair => pair.term, pair => pair.number, StringComparer.Ordinal);
            int[][] rows = [.. termIds.Where(termId => termId is not null).Select(termId => termId!.Terms.Select(term => numbers[term]).ToArray())];
            var counts = new int[terms.Length];
            foreach (var term in rows.SelectMany(row => row))
            {
                counts[term]++;
            }

            return new Vocabulary(terms, counts, [.. Enumerable.Range(0, terms.Length).OrderByDescending(term => counts[term])], new TermSimilarity(terms, rows));
        }
    }
}
