namespace Grlm;

/// <summary>Which items of a catalogue have their vectors and neighbours from a run before, and which are new.</summary>
internal sealed class KeptRows
{
    private const int New = -1;

    private readonly int[] _rowBefore;
    private readonly int[] _newItems;

    /// <param name="catalog">The items.</param>
    /// <param name="texts">Their texts.</param>
    /// <param name="before">What the run before has made; null to keep nothing.</param>
    public KeptRows(Catalog catalog, IReadOnlyList<string> texts, EmbeddedItems? before)
    {
        Before = before;
        _rowBefore = [.. Enumerable.Range(0, catalog.Count).Select(item => before?.RowOf(catalog[item].Id, texts[item]) ?? New)];
        _newItems = [.. Enumerable.Range(0, catalog.Count).Where(item => _rowBefore[item] == New)];
        NewTexts = [.. _newItems.Select(item => texts[item])];
    }

    /// <summary>What the run before has made; null where nothing is kept.</summary>
    public EmbeddedItems? Before { get; }

    /// <summary>The texts that need a vector.</summary>
    public IReadOnlyList<string> NewTexts { get; }

    /// <summary>Items whose vectors are kept.</summary>
    public int KeptCount => _rowBefore.Length - _newItems.Length;

    /// <summary>The vectors of all items.</summary>
    /// <param name="made">Those of <see cref="NewTexts"/>.</param>
    /// <exception cref="InvalidInputException">They are of another width than those that are kept.</exception>
    public VectorMatrix Merge(VectorMatrix made)
    {
        if (Before is null)
        {
            return made;
        }

        var all = new VectorMatrix(_rowBefore.Length, Before.Vectors.Width);
        for (var item = 0; item < _rowBefore.Length; item++)
        {
            if (_rowBefore[item] != New)
            {
                Before.Vectors[_rowBefore[item]].CopyTo(all[item]);
            }
        }

        for (var place = 0; place < made.Count; place++)
        {
            // Where no new text has a letter, the vectors are zeros of no particular width.
            if (made.Width == all.Width)
            {
                made[place].CopyTo(all[_newItems[place]]);
            }
            else if (made[place].ContainsAnyExcept(0f))
            {
                throw new InvalidInputException(
                    $"The embedding provider makes vectors of {made.Width} numbers, and those to keep have {all.Width}. Run 'grlm embed' without --keep.");
            }
        }

        return all;
    }

    /// <summary>The neighbours of all items: new ones for new items, and for those with a neighbour that is not what it was.</summary>
    public (NeighborTable Table, NeighborSearchReport Report) FindNeighbors(
        VectorMatrix vectors, NeighborSearchOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var search = new NeighborSearch(options);
        if (Before is null)
        {
            return search.FindAll(vectors, progress, cancellationToken);
        }

        var lists = KeptLists(Math.Min(options.Count, vectors.Count - 1));
        int[] missing = [.. Enumerable.Range(0, lists.Length).Where(item => lists[item] is null)];
        var found = search.FindOf(vectors, missing, progress, cancellationToken);
        for (var place = 0; place < missing.Length; place++)
        {
            lists[missing[place]] = found[place];
        }

        return (new NeighborTable(lists!), Before.Search);
    }

    private Neighbor[]?[] KeptLists(int length)
    {
        var itemOfRow = new int[Before!.Vectors.Count];
        Array.Fill(itemOfRow, New);
        for (var item = 0; item < _rowBefore.Length; item++)
        {
            if (_rowBefore[item] != New)
            {
                itemOfRow[_rowBefore[item]] = item;
            }
        }

        return Array.ConvertAll(_rowBefore, row =>
        {
            Neighbor[] list = row == New ? [] : Before.Neighbors.Of(row).ToArray();
            return list.Length == length && Array.TrueForAll(list, neighbor => itemOfRow[neighbor.Item] != New)
                ? Array.ConvertAll(list, neighbor => neighbor with { Item = itemOfRow[neighbor.Item] })
                : null;
        });
    }
}
