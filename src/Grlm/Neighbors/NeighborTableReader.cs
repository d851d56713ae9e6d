namespace Grlm;

internal static class NeighborTableReader
{
    public static NeighborTable Read(GrlmWorkspace workspace, Catalog catalog) => NeighborTable.Empty(catalog.Count);
}
