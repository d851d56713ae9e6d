namespace Grlm;

/// <summary>Counts what a term library is like: how many terms it has, and how far it tells the items of its catalogue apart.</summary>
internal static class TermLibraryFigures
{
    /// <summary>Counts over a library.</summary>
    /// <param name="catalog">The items, whose metadata decide which collisions could be told apart.</param>
    /// <param name="library">Their TIDs.</param>
    public static TermsReport Of(Catalog catalog, TermLibrary library)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(library);
        var trie = library.Trie;
        var (colliding, tellable) = (0, 0);
        var leaves = trie.NodesAt(trie.Length);
        for (var leaf = leaves.Start.Value; leaf < leaves.End.Value; leaf++)
        {
            var items = trie.ItemsBelow(leaf);
            colliding += items.Length - 1;
            var metadata = new HashSet<string>(StringComparer.Ordinal);
            foreach (var item in items)
            {
                metadata.Add(ItemMetadata.KeyOf(catalog[item]));
            }

            tellable += metadata.Count - 1;
        }

        int[] filler =
            [.. Enumerable.Range(0, library.ItemCount).Select(item => library.TermIdOf(item)?.Terms.Count(Filler.Contains) ?? 0)];
        return new TermsReport
        {
            Items = catalog.Count,
            Valid = trie.Items.Length,
            CollidingItems = colliding,
            CollidingItemsWithDifferentMetadata = tellable,
            UniqueTerms = library.Terms.Count,
            SingletonTerms = CountSingletons(library),
            ItemsWithFiller = filler.Count(slots => slots > 0),
            FillerSlots = filler.Sum(),
            LibraryVersion = library.Version,
        };
    }

    private static int CountSingletons(TermLibrary library)
    {
        var itemsWith = new int[library.Terms.Count];
        foreach (var item in library.Trie.Items)
        {
            var terms = library.TermsOf(item);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                // A TID may have a term twice: its item counts once.
                itemsWith[terms[slot]] += terms[..slot].Contains(terms[slot]) ? 0 : 1;
            }
        }

        return itemsWith.Count(count => count == 1);
    }
}
