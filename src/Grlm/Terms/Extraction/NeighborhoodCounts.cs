using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>How many of an item's neighbours have each term. Read anew for each item; not thread-safe.</summary>
internal sealed class NeighborhoodCounts(CandidateTable table, NeighborTable neighbors)
{
    /// <summary>Neighbours that the catalogue's rate of a term counts for beside the real ones.</summary>
    private const double Prior = 2;

    private readonly Dictionary<int, int> _counts = [];
    private int _neighbors;

    /// <summary>The terms of the neighbours and how many have each, in no order.</summary>
    public IReadOnlyDictionary<int, int> Counts => _counts;

    /// <summary>Whether there are any neighbours.</summary>
    public bool Any => _neighbors > 0;

    /// <summary>Share of the neighbours that have a term.</summary>
    public double ShareOf(int term) => _neighbors == 0 ? 0 : (double)_counts.GetValueOrDefault(term) / _neighbors;

    /// <summary>The same, drawn a little towards the term's rate in the catalogue, which it is where there are no neighbours.</summary>
    public double RateOf(int term) => (_counts.GetValueOrDefault(term) + (Prior * table.RateOf(term))) / (_neighbors + Prior);

    /// <summary>Reads the neighbours of an item.</summary>
    public void Read(int item)
    {
        _counts.Clear();
        _neighbors = neighbors.Of(item).Length;
        foreach (var neighbor in neighbors.Of(item))
        {
            foreach (var candidate in table.Of(neighbor.Item))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, candidate.Term, out _)++;
            }
        }
    }
}
