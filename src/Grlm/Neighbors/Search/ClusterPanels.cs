namespace Grlm;

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

    /// <summary>The panels of all clusters.</summary>
    public PanelMatrix Panels { get; }

    /// <summary>The rows of a cluster, ascending.</summary>
    public ReadOnlySpan<int> RowsOf(int cluster) => _members[cluster];

    /// <summary>The panels of a cluster: the first, and the one after the last.</summary>
    public (int First, int End) PanelsOf(int cluster) => (_firstPanels[cluster], _firstPanels[cluster + 1]);
}
