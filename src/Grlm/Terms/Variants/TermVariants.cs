namespace Grlm;

/// <summary>Gives the forms of one word (spelling, number, hyphens) one term throughout a library.</summary>
internal static class TermVariants
{
    /// <summary>Unifies the variants.</summary>
    /// <param name="termIds">The TIDs, which are changed in place.</param>
    /// <param name="open">The items whose TIDs may change.</param>
    /// <param name="neighbors">The neighbours of the items: they show which forms are of one word.</param>
    /// <param name="alternatives">Other terms that an item could have, for a TID that has two forms of one word.</param>
    /// <returns>What was merged.</returns>
    public static IReadOnlyList<TermMerge> Unify(
        TermId?[] termIds, IReadOnlySet<int> open, NeighborTable neighbors, Func<int, IReadOnlyList<string>> alternatives)
    {
        var itemsOf = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var item = 0; item < termIds.Length; item++)
        {
            foreach (var term in termIds[item]?.Terms.Distinct(StringComparer.Ordinal) ?? [])
            {
                (itemsOf.TryGetValue(term, out var items) ? items : itemsOf[term] = []).Add(item);
            }
        }

        return TermReplacement.Apply(termIds, open.Order(), VariantGroups.Find(itemsOf, neighbors), alternatives);
    }
}

/// <summary>Puts terms of TIDs in the place of others.</summary>
internal static class TermReplacement
{
    /// <summary>
    /// Replaces terms in the TIDs of some items. A TID stays distinct: what would stand twice is replaced by an alternative.
    /// </summary>
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
