namespace Grlm;

/// <summary>Compares every row with every vector.</summary>
internal static class ExactSearch
{
    /// <summary>Fills the lists of some rows with the most similar of all vectors in the panels.</summary>
    /// <param name="vectors">The vectors, each of length one or zero.</param>
    /// <param name="rows">The rows to look for.</param>
    /// <param name="panels">The vectors to look among.</param>
    /// <param name="lists">The best of each row.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    /// <param name="onDone">Told how many rows are done, from any thread.</param>
    public static void Fill(
        VectorMatrix vectors, int[] rows, PanelMatrix panels, NearestLists lists, ParallelOptions parallel, Action<int>? onDone = null)
        => Parallel.For(
            0,
            (rows.Length + BlockSearch.Rows - 1) / BlockSearch.Rows,
            parallel,
            () => new BlockSearch(vectors, panels, lists),
            (block, _, search) =>
            {
                var first = block * BlockSearch.Rows;
                var length = Math.Min(BlockSearch.Rows, rows.Length - first);
                search.Compare(rows.AsSpan(first, length), 0, panels.Count);
                onDone?.Invoke(length);
                return search;
            },
            _ => { });
}
