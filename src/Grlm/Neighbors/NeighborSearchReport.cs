namespace Grlm;

/// <summary>Describes how neighbours were found.</summary>
/// <param name="Exact">Whether every item was compared with every other.</param>
/// <param name="Recall">Share of the true neighbours that were found: measured on items drawn at random; 1 for an exact search.</param>
/// <param name="MeasuredItems">Items that the recall was measured on; 0 for an exact search.</param>
/// <param name="Clusters">Clusters of the approximate search; 0 for an exact one.</param>
/// <param name="Probes">Clusters that each item was compared with; 0 for an exact search.</param>
public sealed record NeighborSearchReport(bool Exact, double Recall, int MeasuredItems, int Clusters, int Probes)
{
    /// <summary>Gets the every item was compared with every other.</summary>
    public static NeighborSearchReport OfExact { get; } = new(Exact: true, Recall: 1, MeasuredItems: 0, Clusters: 0, Probes: 0);
}
