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
