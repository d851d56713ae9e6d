using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>
/// Compares every row with the vectors of the clusters nearest to it alone (the inverted file of Jégou, Douze and Schmid, Product
/// Quantization for Nearest Neighbor Search, 2011, without the quantisation). How many clusters that takes is measured on rows drawn at
/// random: <see cref="RecallSample"/>.
/// </summary>
/// <param name="vectors">The vectors, each of length one or zero.</param>
/// <param name="rows">The rows to look for and among, ascending.</param>
/// <param name="options">How much recall, and the seed.</param>
/// <param name="parallel">How many threads may be used, and when to stop.</param>
/// <param name="progress">Told how far it is.</param>
internal sealed class ClusteredSearch(
    VectorMatrix vectors, int[] rows, NeighborSearchOptions options, ParallelOptions parallel, IProgress<StageProgress> progress)
{
    private const int VectorsInCluster = 512;

    /// <summary>Fills the lists of all rows.</summary>
    /// <returns>The recall measured, and what it took.</returns>
    public NeighborSearchReport Fill(NearestLists lists)
    {
        var count = Math.Max(1, rows.Length / VectorsInCluster);
        var random = new Random(options.Seed);
        var clusters = Clusters.Find(vectors, rows, count, random, parallel, (done, of) => Report("clustering", done, of, "rounds"));
        Report("measuring recall", 0, 0, "items");
        var sample = RecallSample.Draw(vectors, rows, options.Count, random, parallel);
        var probes = sample.ProbesFor(options.Recall, clusters);
        Report("assigning to clusters", 0, rows.Length, "items");
        var nearest = clusters.NearestOf(vectors, rows, probes);
        CompareWithNearest(nearest, new ClusterPanels(vectors, rows, nearest, count, parallel), lists);
        return new NeighborSearchReport(Exact: false, sample.RecallOf(lists), sample.MeasuredRows, count, probes);
    }

    private void CompareWithNearest(NearestLists nearest, ClusterPanels clusters, NearestLists lists)
    {
        var (done, gate) = (0, new Lock());
        Parallel.For(
            0,
            clusters.Count,
            parallel,
            () => new BlockSearch(vectors, clusters.Panels, lists),
            (cluster, _, search) =>
            {
                var members = clusters.RowsOf(cluster);
                CompareMembers(members, nearest, clusters, search);
                lock (gate)
                {
                    Report("comparing", done += members.Length, rows.Length, "items");
                }

                return search;
            },
            _ => { });
    }

    /// <summary>
    /// Rows of one cluster are near to mostly the same clusters: taken together, each of those is read once for many rows. A row's list
    /// belongs to the thread that has its cluster.
    /// </summary>
    private static void CompareMembers(ReadOnlySpan<int> members, NearestLists nearest, ClusterPanels clusters, BlockSearch search)
    {
        var visits = new List<(int Cluster, int Row)>();
        foreach (var row in members)
        {
            foreach (var cluster in nearest.RowsOf(row))
            {
                visits.Add((cluster, row));
            }
        }

        visits.Sort();
        var block = new List<int>(BlockSearch.Rows);
        for (var visit = 0; visit < visits.Count; visit++)
        {
            var (cluster, row) = visits[visit];
            block.Add(row);
            if (block.Count == BlockSearch.Rows || visit + 1 == visits.Count || visits[visit + 1].Cluster != cluster)
            {
                var (first, end) = clusters.PanelsOf(cluster);
                search.Compare(CollectionsMarshal.AsSpan(block), first, end);
                block.Clear();
            }
        }
    }

    private void Report(string activity, long done, long total, string unit)
        => progress.Report(new StageProgress(activity, done, total, unit));
}

/// <summary>Vectors in panels, those of a cluster together: each cluster begins a panel of its own. Immutable.</summary>
internal sealed class ClusterPanels
{
    private readonly int[][] _members;
    private readonly int[] _firstPanels;

    /// <param name="vectors">The vectors.</param>
    /// <param name="rows">The rows that count, ascending.</param>
    /// <param name="nearest">For each row the clusters near to it; it belongs to the first.</param>
    /// <param name="count">Clusters.</param>
    /// <param name="parallel">How many threads may be used, and when to stop.</param>
    public ClusterPanels(VectorMatrix vectors, int[] rows, NearestLists nearest, int count, ParallelOptions parallel)
    {
        _members = new int[count][];
        _firstPanels = new int[count + 1];
        var byCluster = rows.ToLookup(row => nearest.RowsOf(row)[0]);
        for (var cluster = 0; cluster < count; cluster++)
        {
            _members[cluster] = [.. byCluster[cluster]];
            _firstPanels[cluster + 1] = _firstPanels[cluster] + (PanelMatrix.PlacesFor(_members[cluster].Length) / TileKernel.Columns);
        }

        var places = new int[_firstPanels[count] * TileKernel.Columns];
        Array.Fill(places, PanelMatrix.Empty);
        for (var cluster = 0; cluster < count; cluster++)
        {
            _members[cluster].CopyTo(places, _firstPanels[cluster] * TileKernel.Columns);
        }

        Panels = new PanelMatrix(vectors, places, parallel);
    }

    /// <summary>Clusters.</summary>
    public int Count => _members.Length;

    /// <summary>Gets the panels of all clusters.</summary>
    public PanelMatrix Panels { get; }

    /// <summary>Returns the rows of a cluster, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(int cluster) => _members[cluster];

    /// <summary>Returns the panels of a cluster: the first, and the one after the last.</summary>
    public (int First, int End) PanelsOf(int cluster) => (_firstPanels[cluster], _firstPanels[cluster + 1]);
}
