namespace Grlm;

/// <summary>
/// Finds the nearest items by the cosine of their vectors: most similar first, ties in item order, never the item itself. Exact up to a
/// size, and beyond it over clusters, with a recall that is measured. The same vectors give the same neighbours, to the bit, on every
/// machine and with any number of threads. Thread-safe.
/// </summary>
/// <param name="options">How many neighbours, and how.</param>
internal sealed class NeighborSearch(NeighborSearchOptions options)
{
    /// <summary>Makes a search with the default options.</summary>
    public NeighborSearch()
        : this(new NeighborSearchOptions())
    {
    }

    /// <summary>Returns the neighbours of every item.</summary>
    /// <param name="vectors">The items' vectors, each of length one or zero (<see cref="VectorMatrix.Normalize()"/>); the cosine with a
    /// vector of zeros is 0.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between blocks of items.</param>
    public (NeighborTable Table, NeighborSearchReport Report) FindAll(
        VectorMatrix vectors, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(progress);
        var parallel = ParallelOptionsOf(cancellationToken);
        var groups = new VectorGroups(vectors);
        var lists = new NearestLists(vectors.Count, options.Count, BlockSearch.Tolerance(vectors.Width));
        var report = groups.FirstRows.Length > options.ExactUpTo
            ? new ClusteredSearch(vectors, groups.FirstRows, options, parallel, progress).Fill(lists)
            : FillExactly(vectors, groups.FirstRows, groups, lists, parallel, progress);
        return (new NeighborTable(Expand(vectors, [.. Enumerable.Range(0, vectors.Count)], groups, lists, parallel)), report);
    }

    /// <summary>
    /// Returns the neighbours of some items among all: for items that have come to a catalogue whose own neighbours are known. Always
    /// exact.
    /// </summary>
    /// <param name="vectors">The vectors of all items, each of length one or zero.</param>
    /// <param name="items">The items whose neighbours are looked for.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between blocks of items.</param>
    /// <returns>The neighbours of each of the items, in their order, as indices among all.</returns>
    public IReadOnlyList<Neighbor[]> FindOf(
        VectorMatrix vectors, IReadOnlyList<int> items, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(progress);
        var parallel = ParallelOptionsOf(cancellationToken);
        var groups = new VectorGroups(vectors);
        var lists = new NearestLists(vectors.Count, options.Count, BlockSearch.Tolerance(vectors.Width));
        int[] rows = [.. items.Select(item => groups.RowsLike(item)[0]).Distinct().Order()];
        _ = FillExactly(vectors, rows, groups, lists, parallel, progress);
        return Expand(vectors, items, groups, lists, parallel);
    }

    private static NeighborSearchReport FillExactly(
        VectorMatrix vectors, int[] rows, VectorGroups groups, NearestLists lists, ParallelOptions parallel,
        IProgress<StageProgress> progress)
    {
        var (done, gate) = (0, new Lock());
        ExactSearch.Fill(vectors, rows, PanelMatrix.Of(vectors, groups.FirstRows, parallel), lists, parallel, count =>
        {
            lock (gate)
            {
                progress.Report(new StageProgress("comparing", done += count, rows.Length, "items"));
            }
        });
        return NeighborSearchReport.OfExact;
    }

    /// <summary>Expands the nearest groups of equal vectors to the nearest items.</summary>
    private Neighbor[][] Expand(
        VectorMatrix vectors, IReadOnlyList<int> items, VectorGroups groups, NearestLists lists, ParallelOptions parallel)
    {
        var neighbors = new Neighbor[items.Count][];
        Parallel.For(
            0,
            items.Count,
            parallel,
            () => new List<(double Similarity, int Item)>(),
            (place, _, candidates) =>
            {
                candidates.Clear();
                var row = items[place];
                var like = groups.RowsLike(row);
                Add(candidates, like, VectorMath.Dot(vectors[row], vectors[row]), row);
                var others = lists.RowsOf(like[0]);
                for (var other = 0; other < others.Length; other++)
                {
                    Add(candidates, groups.RowsLike(others[other]), lists.SimilaritiesOf(like[0])[other], row);
                }

                candidates.Sort((left, right) => left.Similarity != right.Similarity
                    ? right.Similarity.CompareTo(left.Similarity)
                    : left.Item.CompareTo(right.Item));
                neighbors[place] = [.. candidates.Take(options.Count).Select(one => new Neighbor(one.Item, (float)one.Similarity))];
                return candidates;
            },
            _ => { });
        return neighbors;
    }

    /// <summary>Adds the items of equal vectors, as many as are asked for: all are equally near, and more would be dropped.</summary>
    private void Add(List<(double Similarity, int Item)> candidates, ReadOnlySpan<int> items, double similarity, int except)
    {
        foreach (var item in items[..Math.Min(items.Length, options.Count + 1)])
        {
            if (item != except)
            {
                candidates.Add((similarity, item));
            }
        }
    }

    private ParallelOptions ParallelOptionsOf(CancellationToken cancellationToken) => new()
    {
        MaxDegreeOfParallelism = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
        CancellationToken = cancellationToken,
    };
}

/// <summary>Describes how neighbours are searched for.</summary>
internal sealed record NeighborSearchOptions
{
    /// <summary>Gets the number of neighbours of an item.</summary>
    public int Count { get; init; } = 20;

    /// <summary>Gets the up to this many different vectors the search is exact.</summary>
    public int ExactUpTo { get; init; } = 200_000;

    /// <summary>Gets the share of the true neighbours, 0 to 1, that an approximate search is set to find.</summary>
    public double Recall { get; init; } = 0.98;

    /// <summary>Gets the seed of the approximate search's clusters and sample.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads; 0 for one a processor. The neighbours are the same with any number.</summary>
    public int Threads { get; init; }
}
