namespace Grlm.Serving;

/// <summary>
/// Gives an item that came after the library was made a term ID out of the library's own terms: in each slot the one that most of the items
/// like it have there, by how much they are like it; one that stands in its own texts counts many times as much. So the models, which were
/// trained with these terms, can write it at once; term IDs of its own make the next <c>terms</c> run.
/// </summary>
internal static class NewItemTerms
{
    private const double OwnWords = 5;

    /// <summary>Returns the TID.</summary>
    /// <param name="library">The library.</param>
    /// <param name="item">The item.</param>
    /// <param name="alike">The items that it is like, and how much.</param>
    /// <param name="none">The TID of an item that is like none.</param>
    public static TermId Of(TermLibrary library, Item item, IReadOnlyList<StructuralMatch> alike, TermId none)
    {
        var neighbors = alike.Where(match => library.HasTermId(match.Item)).ToList();
        var words = ItemTextIndex.WordsOf(item).ToHashSet(StringComparer.Ordinal);
        var terms = new List<string>(library.Length);
        for (var slot = 0; slot < library.Length; slot++)
        {
            var votes = neighbors
                .GroupBy(match => library.TermIdOf(match.Item)!.Terms[slot], match => match.Score, StringComparer.Ordinal)
                .Where(votes => !terms.Contains(votes.Key, StringComparer.Ordinal))
                .Select(votes => (Term: votes.Key, Score: votes.Sum() * (Stands(votes.Key) ? OwnWords : 1)))
                .OrderByDescending(vote => vote.Score).ThenBy(vote => vote.Term, StringComparer.Ordinal);
            var best = votes.FirstOrDefault();
            if (best.Term is null)
                return none;
            terms.Add(best.Term);
        }

        return new TermId([.. terms]);

        bool Stands(string term) => term.Split('-').All(words.Contains);
    }
}
