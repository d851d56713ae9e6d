namespace Grlm;

/// <summary>Puts terms of TIDs in the place of others.</summary>
internal static class TermReplacement
{
    /// <summary>Replaces terms in the TIDs of some items. A TID stays distinct: what would stand twice is replaced by an alternative.</summary>
    /// <param name="termIds">The TIDs, which are changed in place.</param>
    /// <param name="items">The items whose TIDs may change.</param>
    /// <param name="replacements">The new term for each that goes.</param>
    /// <param name="alternatives">Other terms that an item could have, best first.</param>
    /// <returns>What was replaced, by the terms that are gone.</returns>
    public static IReadOnlyList<TermMerge> Apply(
        TermId?[] termIds,
        IEnumerable<int> items,
        IReadOnlyDictionary<string, string> replacements,
        Func<int, IReadOnlyList<string>> alternatives)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (termIds[item] is not { } termId || !termId.Terms.Any(replacements.ContainsKey))
            {
                continue;
            }

            foreach (var term in termId.Terms.Where(replacements.ContainsKey))
            {
                counts[term] = counts.GetValueOrDefault(term) + 1;
            }

            termIds[item] = Replace(termId, replacements, () => alternatives(item));
        }

        return [.. counts.Select(pair => new TermMerge(pair.Key, replacements[pair.Key], pair.Value))];
    }

    private static TermId Replace(TermId termId, IReadOnlyDictionary<string, string> replacements, Func<IReadOnlyList<string>> alternatives)
    {
        var terms = new List<string>(termId.Terms.Length);
        foreach (var term in termId.Terms)
        {
            var replaced = replacements.GetValueOrDefault(term, term);
            if (!terms.Contains(replaced, StringComparer.Ordinal))
            {
                terms.Add(replaced);
            }
        }

        if (terms.Count < termId.Terms.Length)
        {
            // The old terms come last: they are distinct, so that there is always one left.
            var others = alternatives().Select(term => replacements.GetValueOrDefault(term, term)).Concat(termId.Terms);
            terms.AddRange(others.Where(term => !terms.Contains(term, StringComparer.Ordinal))
                .Distinct(StringComparer.Ordinal)
                .Take(termId.Terms.Length - terms.Count));
        }

        return new TermId([.. terms]);
    }
}
