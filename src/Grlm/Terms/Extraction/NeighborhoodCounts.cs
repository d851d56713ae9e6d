using System.Runtime.InteropServices;

namespace Grlm;

/// <summary>How many of an item's neighbours have each term. Read anew for each item; not thread-safe.</summary>
internal sealed class NeighborhoodCounts(CandidateTable table, NeighborTable neighbors)
{
    /// <summary>Neighbours that the catalogue's rate of a term counts for beside the real ones.</summary>
    private const double Prior = 2;

    /// <summary>Neighbours that are read at least, and at most this share of the catalogue: of a small one the twentieth is of another kind.</summary>
    private const int Fewest = 5;
    private const double MostShare = 0.1;

    private readonly Dictionary<int, int> _counts = [];
    private int _neighbors;

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
        var nearest = neighbors.Of(item)[..Math.Min(neighbors.Of(item).Length, Math.Max(Fewest, (int)(MostShare * table.Count)))];
        _neighbors = nearest.Length;
        foreach (var neighbor in nearest)
        {
            foreach (var candidate in table.Of(neighbor.Item))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, candidate.Term, out _)++;
            }
        }
    }
}
